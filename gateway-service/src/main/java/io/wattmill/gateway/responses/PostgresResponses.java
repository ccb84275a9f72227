// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.dialect.responses.KeptResponse;
import io.wattmill.gateway.dialect.responses.PastTurn;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statements about kept responses. */
final class PostgresResponses {

    /** Locked in one order, so that two that build on the same do not wait for each other. */
    private static final String INSERT =
            """
            WITH before AS (
                SELECT id FROM response
                WHERE id = ANY($11) AND project_id = $3
                    AND expires_at < now() + 0.9 * $8::bigint * interval '1 millisecond'
                ORDER BY id FOR UPDATE
            ), prolonged AS (
                UPDATE response SET expires_at = now() + $8::bigint * interval '1 millisecond'
                WHERE id IN (SELECT id FROM before)
            )
            INSERT INTO response (id, organization_id, project_id, key_id, request_id, previous_id,
                model, expires_at, bytes, response, input)
            VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7, now() + $8::bigint * interval '1 millisecond',
                octet_length($9) + octet_length($10), $9, $10)
            """;

    /** At most one row beyond each limit. */
    private static final String CHAIN =
            """
            WITH RECURSIVE chain AS (
                SELECT id, previous_id, response, input, 1 AS place, bytes::bigint AS total
                FROM response WHERE id = $1 AND project_id = $2 AND expires_at > now()
                UNION ALL
                SELECT r.id, r.previous_id, r.response, r.input, c.place + 1, c.total + r.bytes
                FROM chain c JOIN response r ON r.id = c.previous_id
                WHERE r.project_id = $2 AND r.expires_at > now() AND c.place <= $3 AND c.total <= $4
            )
            SELECT id, previous_id, response, input, total FROM chain ORDER BY place
            """;

    /** How far {@link #CHAIN} would go, without the documents. */
    private static final String EXTENT =
            """
            WITH RECURSIVE chain AS (
                SELECT previous_id, 1 AS place, bytes::bigint AS total
                FROM response WHERE id = $1 AND project_id = $2 AND expires_at > now()
                UNION ALL
                SELECT r.previous_id, c.place + 1, c.total + r.bytes
                FROM chain c JOIN response r ON r.id = c.previous_id
                WHERE r.project_id = $2 AND r.expires_at > now() AND c.place <= $3 AND c.total <= $4
            )
            SELECT place, total FROM chain ORDER BY place DESC LIMIT 1
            """;

    private static final String FIND =
            "SELECT response FROM response WHERE id = $1 AND project_id = $2 AND expires_at >"
                    + " now()";
    private static final String DELETE =
            "DELETE FROM response WHERE id = $1 AND project_id = $2 AND expires_at > now()";

    /** Waits for nobody: what another holds goes another time, or is being prolonged. */
    private static final String EXPIRE =
            """
            DELETE FROM response WHERE expires_at <= now() AND id IN (
                SELECT id FROM response WHERE expires_at <= now()
                ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            """;

    private static final String TRIM =
            """
            DELETE FROM response USING (
                SELECT r.id AS old, place > $2 AS beyond_number FROM (
                    SELECT id, row_number() OVER newest AS place, sum(bytes) OVER newest AS total
                    FROM response WHERE project_id = $1
                    WINDOW newest AS (ORDER BY created_at DESC, id DESC)) AS ranked
                JOIN response r ON r.id = ranked.id
                WHERE place > $2 OR total > $3 LIMIT $4 FOR UPDATE OF r SKIP LOCKED) AS trimmed
            WHERE id = old RETURNING beyond_number
            """;

    private final Pool pool;
    private final ResponsesConfig config;

    PostgresResponses(Pool pool, ResponsesConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Keeps a response, and those that it builds on for as long. */
    Future<Void> insert(Owner owner, KeptResponse response, List<String> before) {
        return pool.preparedQuery(INSERT)
                .execute(
                        Tuple.of(
                                        response.id(),
                                        owner.organizationId(),
                                        owner.projectId(),
                                        owner.keyId(),
                                        owner.requestId(),
                                        response.previousId())
                                .addString(response.model())
                                .addLong(config.keep().toMillis())
                                .addBuffer(Buffer.buffer(response.response()))
                                .addBuffer(Buffer.buffer(response.input()))
                                .addArrayOfString(before.toArray(String[]::new)))
                .mapEmpty();
    }

    Future<Optional<byte[]>> find(String projectId, String id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id, projectId))
                .map(
                        rows ->
                                rows.size() == 0
                                        ? Optional.empty()
                                        : Optional.of(bytes(rows.iterator().next(), "response")));
    }

    /** Whether it was there. */
    Future<Boolean> delete(String projectId, String id) {
        return pool.preparedQuery(DELETE)
                .execute(Tuple.of(id, projectId))
                .map(rows -> rows.rowCount() > 0);
    }

    /** How many responses there are up to one, and their bytes; of none 0. */
    record Extent(int number, long bytes) {}

    /** What {@link #chain} would read. Of what is kept nothing is added to it afterwards. */
    Future<Extent> extent(String projectId, String id) {
        return pool.preparedQuery(EXTENT)
                .execute(Tuple.of(id, projectId, config.maxChain(), config.maxChainBytes()))
                .map(PostgresResponses::extent);
    }

    private static Extent extent(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new Extent(0, 0);
        }
        Row last = rows.iterator().next();
        return new Extent(last.getInteger("place"), last.getLong("total"));
    }

    /** Why that is more than may be read for one request. */
    Optional<Chain> tooLong(Extent extent) {
        if (extent.number() > config.maxChain()) {
            return Optional.of(new Chain.TooLong("responses.max-chain"));
        }
        return extent.bytes() > config.maxChainBytes()
                ? Optional.of(new Chain.TooLong("responses.max-chain-bytes"))
                : Optional.empty();
    }

    Future<Chain> chain(String projectId, String id) {
        return pool.preparedQuery(CHAIN)
                .execute(Tuple.of(id, projectId, config.maxChain(), config.maxChainBytes()))
                .map(this::chain);
    }

    private Chain chain(RowSet<Row> rows) {
        List<Chain.Link> links = new ArrayList<>(rows.size());
        long total = 0;
        @Nullable String before = null;
        for (Row row : rows) {
            links.add(
                    new Chain.Link(
                            row.getString("id"),
                            new PastTurn(bytes(row, "response"), bytes(row, "input"))));
            total = row.getLong("total");
            before = row.getString("previous_id");
        }
        Collections.reverse(links);
        if (links.isEmpty()) {
            return new Chain.Missing();
        }
        boolean whole = before == null;
        return tooLong(new Extent(links.size(), total))
                .orElseGet(() -> whole ? new Chain.Whole(links) : new Chain.Broken(links));
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }

    /** Removes some of those that are too old; how many. */
    Future<Integer> expire() {
        return pool.preparedQuery(EXPIRE)
                .execute(Tuple.of(config.sweepBatch()))
                .map(RowSet::rowCount);
    }

    /**
     * What a project had too much of.
     *
     * @param number of responses that are gone
     * @param limits that they were beyond
     */
    record Trimmed(int number, Set<String> limits) {}

    /** Removes some of those that a project has too many of, the oldest. */
    Future<Trimmed> trim(String projectId) {
        return pool.preparedQuery(TRIM)
                .execute(
                        Tuple.of(
                                projectId,
                                config.maxPerProject(),
                                config.maxBytesPerProject(),
                                config.sweepBatch()))
                .map(PostgresResponses::trimmed);
    }

    private static Trimmed trimmed(RowSet<Row> rows) {
        Set<String> limits = new HashSet<>();
        for (Row row : rows) {
            limits.add(
                    row.getBoolean("beyond_number")
                            ? "responses.max-per-project"
                            : "responses.max-bytes-per-project");
        }
        return new Trimmed(rows.rowCount(), limits);
    }
}
