// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Claims and answers in PostgreSQL, schema {@code gateway}. Its clock alone says what is over: no
 * two gateways need agree on the time.
 */
final class PostgresClaims {

    /** Takes a key that nobody has, or that its holder has not kept up, or that is old. */
    private static final String CLAIM =
            """
            INSERT INTO idempotency AS i
                (api_key_id, name, body, project_id, request_id, gateway_id, run_id, claimed_until, keep_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, now() + $8::bigint * interval '1 microsecond',
                    now() + $9::bigint * interval '1 microsecond')
            ON CONFLICT (api_key_id, name) DO UPDATE
                SET before = CASE WHEN i.state = 'running' THEN i.request_id END,
                    body = excluded.body, project_id = excluded.project_id, request_id = excluded.request_id,
                    gateway_id = excluded.gateway_id, run_id = excluded.run_id, claimed_until = excluded.claimed_until,
                    keep_until = excluded.keep_until, state = 'running', content_type = NULL, answer = NULL, bytes = 0
                WHERE CASE WHEN i.state = 'running' THEN i.claimed_until ELSE i.keep_until END < now()
            RETURNING before
            """;

    private static final String READ =
            """
            SELECT state, body = $3 AS same, request_id, content_type, CASE WHEN body = $3 THEN answer END AS answer
            FROM idempotency WHERE api_key_id = $1 AND name = $2
            """;

    private static final String KEEP =
            """
            UPDATE idempotency SET state = $4, content_type = $5, answer = $6, bytes = $7,
                   keep_until = now() + $8::bigint * interval '1 microsecond'
            WHERE api_key_id = $1 AND name = $2 AND request_id = $3 AND state IN ('running', $4)
            """;

    private static final String FREE =
            """
            DELETE FROM idempotency WHERE api_key_id = $1 AND name = $2 AND request_id = $3 AND state = 'running'
            """;

    private static final String RENEW =
            """
            UPDATE idempotency SET claimed_until = now() + $2::bigint * interval '1 microsecond'
            WHERE request_id = ANY ($1) AND state = 'running'
            """;

    private static final String END_EARLIER_RUNS =
            """
            UPDATE idempotency SET claimed_until = now()
            WHERE gateway_id = $1 AND run_id <> $2 AND state = 'running'
            """;

    private static final String SWEEP =
            """
            DELETE FROM idempotency WHERE (api_key_id, name) IN (
                SELECT api_key_id, name FROM idempotency
                WHERE keep_until < now() AND (state <> 'running' OR claimed_until < now())
                ORDER BY keep_until LIMIT 1000 FOR UPDATE SKIP LOCKED)
            """;

    private static final String COUNT =
            """
            SELECT project_id, count(*) AS keys, sum(bytes)::bigint AS bytes FROM idempotency GROUP BY project_id
            """;

    private final Pool pool;
    private final IdempotencyConfig config;
    private final String gatewayId;
    private final UUID runId;

    PostgresClaims(Pool pool, IdempotencyConfig config, String gatewayId, UUID runId) {
        this.pool = pool;
        this.config = config;
        this.gatewayId = gatewayId;
        this.runId = runId;
    }

    /** What came of a claim. */
    sealed interface Taken {
        /** The claim is ours; {@code before} was cut off. */
        record Ours(Optional<String> before) implements Taken {}

        /** Somebody has the key, and this is what is known of it; nothing when it is free again. */
        record Theirs(Optional<Row> row) implements Taken {}
    }

    /** Claims a key, or says who has it. */
    Future<Taken> claim(Claim claim) {
        return pool.preparedQuery(CLAIM)
                .execute(
                        Tuple.of(
                                claim.apiKeyId(),
                                claim.name(),
                                claim.body(),
                                claim.projectId(),
                                claim.requestId(),
                                gatewayId,
                                runId,
                                us(config.claim()),
                                us(config.keep())))
                .compose(rows -> rows.size() > 0 ? ours(rows) : read(claim));
    }

    private static Future<Taken> ours(RowSet<Row> rows) {
        UUID before = rows.iterator().next().getUUID("before");
        return Future.succeededFuture(
                new Taken.Ours(Optional.ofNullable(before).map(UUID::toString)));
    }

    /** Who has the key. */
    Future<Taken> read(Claim claim) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(claim.apiKeyId(), claim.name(), claim.body()))
                .map(
                        rows -> {
                            RowIterator<Row> all = rows.iterator();
                            return new Taken.Theirs(
                                    all.hasNext() ? Optional.of(all.next()) : Optional.empty());
                        });
    }

    /** Keeps the answer; false when the claim was no longer ours. */
    Future<Boolean> keep(Claim claim, Answer answer) {
        return end(
                Tuple.of(
                        claim.apiKeyId(),
                        claim.name(),
                        claim.requestId(),
                        "kept",
                        answer.contentType(),
                        answer.bytes(),
                        (long) answer.bytes().length(),
                        us(config.keep())));
    }

    /** Notes that there was an answer; false when the claim was no longer ours. */
    Future<Boolean> forget(Claim claim, NotKept reason) {
        return end(
                Tuple.of(
                        claim.apiKeyId(),
                        claim.name(),
                        claim.requestId(),
                        reason.state(),
                        null,
                        null,
                        0L,
                        us(config.keep())));
    }

    private Future<Boolean> end(Tuple values) {
        return pool.preparedQuery(KEEP).execute(values).map(rows -> rows.rowCount() > 0);
    }

    /** Gives the key free again. */
    Future<?> free(Claim claim) {
        return pool.preparedQuery(FREE)
                .execute(Tuple.of(claim.apiKeyId(), claim.name(), claim.requestId()));
    }

    /** Keeps up the claims of requests that still run. */
    Future<?> renew(Collection<UUID> requestIds) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(requestIds.toArray(UUID[]::new), us(config.claim())));
    }

    /** What an earlier run of this gateway had claimed is free. */
    Future<Integer> endEarlierRuns() {
        return pool.preparedQuery(END_EARLIER_RUNS)
                .execute(Tuple.of(gatewayId, runId))
                .map(RowSet::rowCount);
    }

    /** Forgets some of what is old; how many. */
    Future<Integer> sweep() {
        return pool.query(SWEEP).execute().map(RowSet::rowCount);
    }

    /** What each project has. */
    Future<Map<String, Occupancy.Used>> count() {
        return pool.query(COUNT)
                .execute()
                .map(
                        rows -> {
                            Map<String, Occupancy.Used> projects = new HashMap<>();
                            for (Row row : rows) {
                                projects.put(
                                        row.getString("project_id"),
                                        new Occupancy.Used(
                                                row.getLong("keys"), row.getLong("bytes")));
                            }
                            return projects;
                        });
    }

    private static long us(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
