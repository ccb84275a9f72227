// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.twin.runs.RunRecord;
import io.wattmill.twin.runs.RunState;
import io.wattmill.twin.runs.RunWork.Outcome;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Runs in the schema {@code twin}; their plans are {@link PostgresPlans}'. */
final class PostgresRuns {
    private static final String FROM = " FROM run r JOIN plan p ON p.id = r.plan_id ";
    private static final String SELECT = "SELECT " + Rows.RUN_COLUMNS + FROM;

    /** Microseconds by the database: clocks of two twins may differ by more than the silence. */
    private static final String DB_NOW =
            "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private final Pool pool;

    PostgresRuns(Pool pool) {
        this.pool = pool;
    }

    /**
     * Queues a run unless too many wait; false when they do. One at a time, whichever process asks:
     * a count sees nothing of what another one is about to insert.
     */
    Future<Boolean> queue(RunRecord run, int maxQueued) {
        return pool.<Boolean>withTransaction(
                connection ->
                        connection
                                .query("SELECT pg_advisory_xact_lock(hashtext('twin.run.queued'))")
                                .execute()
                                .compose(_ -> insert(connection, run, maxQueued)));
    }

    private static Future<Boolean> insert(SqlConnection connection, RunRecord run, int maxQueued) {
        return connection
                .preparedQuery(
                        """
                        INSERT INTO run (id, plan_id, plan_sha256, asked, version, state,
                                         requested_by, created_at_us)
                        SELECT $1, $2, $3, $4, $5, 'queued', $6, $7
                         WHERE (SELECT count(*) FROM run WHERE state = 'queued') < $8
                        """)
                .execute(
                        Tuple.from(
                                List.of(
                                        run.id(),
                                        run.planId(),
                                        run.planSha256(),
                                        Rows.json(run.asked()),
                                        run.version(),
                                        run.requestedBy(),
                                        run.createdAtUs(),
                                        maxQueued)))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Optional<RunRecord>> run(UUID id) {
        return query(SELECT + "WHERE r.id = $1", Tuple.of(id)).map(PostgresRuns::first);
    }

    Future<List<RunRecord>> runs(int limit) {
        return query(SELECT + "ORDER BY r.created_at_us DESC, r.id DESC LIMIT $1", Tuple.of(limit))
                .map(rows -> Rows.all(rows).stream().map(Rows::run).toList());
    }

    /** The bytes of a done run's answer. */
    Future<Optional<Buffer>> answer(UUID id) {
        return query("SELECT answer FROM run WHERE id = $1 AND state = 'done'", Tuple.of(id))
                .map(
                        rows ->
                                Rows.all(rows).stream()
                                        .findFirst()
                                        .map(row -> row.getBuffer("answer")));
    }

    /** Takes the longest waiting run, if there is one; no other process gets it, too. */
    Future<Optional<RunRecord>> take(long nowUs) {
        return query(
                        "WITH r AS (UPDATE run SET state = 'running', started_at_us = $1,"
                                + " heard_at_us = "
                                + DB_NOW
                                + " WHERE id = (SELECT id FROM run WHERE state = 'queued' ORDER BY"
                                + " created_at_us, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *)"
                                + " SELECT "
                                + Rows.RUN_COLUMNS
                                + " FROM r JOIN plan p ON p.id = r.plan_id",
                        Tuple.of(nowUs))
                .map(PostgresRuns::first);
    }

    /** Says how far a run is; false when it is to end: cancelled, or given up as interrupted. */
    Future<Boolean> heard(UUID id, int ppm) {
        return query(
                        "UPDATE run SET progress_ppm = $2, heard_at_us = "
                                + DB_NOW
                                + " WHERE id = $1 AND state = 'running' AND NOT cancel_asked",
                        Tuple.of(id, ppm))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Writes what became of a running run; one that was given up meanwhile stays so.
     *
     * @param ended the state of one that was ended before it had an answer
     */
    Future<Void> end(UUID id, Outcome outcome, RunState ended, long nowUs) {
        return switch (outcome) {
            case Outcome.Done(byte[] answer, var summary, var facts) ->
                    query(
                                    "UPDATE run SET state = 'done', progress_ppm = 1000000, answer"
                                        + " = $2, summary = $3, facts = $4, ended_at_us = $5 WHERE"
                                        + " id = $1 AND state = 'running'",
                                    Tuple.of(
                                            id,
                                            Buffer.buffer(answer),
                                            Rows.json(summary),
                                            Rows.json(facts),
                                            nowUs))
                            .mapEmpty();
            case Outcome.Refused(String why) -> fail(id, why, nowUs);
            case Outcome.Ended _ ->
                    query(
                                    "UPDATE run SET state = $2, ended_at_us = $3"
                                            + " WHERE id = $1 AND state = 'running'",
                                    Tuple.of(id, ended.name().toLowerCase(Locale.ROOT), nowUs))
                            .mapEmpty();
        };
    }

    Future<Void> fail(UUID id, String why, long nowUs) {
        return query(
                        "UPDATE run SET state = 'failed', error = $2, ended_at_us = $3"
                                + " WHERE id = $1 AND state = 'running'",
                        Tuple.of(id, why, nowUs))
                .mapEmpty();
    }

    /** A waiting run is cancelled at once, a running one at its next heartbeat. */
    Future<Boolean> cancel(UUID id, long nowUs) {
        return query(
                        """
                        UPDATE run SET cancel_asked = true,
                               state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
                               ended_at_us = CASE state WHEN 'queued' THEN $2::bigint END
                         WHERE id = $1 AND state IN ('queued', 'running')
                        """,
                        Tuple.of(id, nowUs))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Marks runs whose process was not heard for that long, by the database's clock; how many.
     *
     * @param mine runs that go in this very process: they are alive however late their heartbeat is
     */
    Future<Integer> interrupt(long silenceUs, Set<UUID> mine, long nowUs) {
        return query(
                        "UPDATE run SET state = 'interrupted', ended_at_us = $2"
                                + " WHERE state = 'running' AND id <> ALL ($3) AND heard_at_us < "
                                + DB_NOW
                                + " - $1::bigint",
                        Tuple.of(silenceUs, nowUs, mine.toArray(UUID[]::new)))
                .map(RowSet::rowCount);
    }

    /** Lets the oldest runs that are over go, beyond so many; how many went. */
    Future<Integer> forget(int kept) {
        return query(
                        """
                        DELETE FROM run WHERE id IN (
                            SELECT id FROM run WHERE state NOT IN ('queued', 'running')
                             ORDER BY created_at_us DESC, id DESC OFFSET $1)
                        """,
                        Tuple.of(kept))
                .map(RowSet::rowCount);
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private static Optional<RunRecord> first(RowSet<Row> rows) {
        return Rows.all(rows).stream().findFirst().map(Rows::run);
    }
}
