// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;

import java.util.List;

/**
 * Rolls up some bookings a round, and moves the watermark in the same transaction: each is in the
 * roll-ups once or not at all, wherever a process ends. Bookings go by the numbers of their
 * transactions, as the hash chain does: below the oldest open transaction nothing is added any
 * more.
 */
public final class Rollup {

    private static final Future<Integer> NOTHING = Future.succeededFuture(0);

    /** Held by the one service that rolls up; freed with the transaction. */
    private static final long LOCK_KEY = 0x77_61_74_74_72_6F_6C_6CL; // "wattroll"

    private static final Statement LEAD =
            new Statement("SELECT pg_try_advisory_xact_lock($1) AS leads");

    /**
     * The next bookings of one cluster, the one with the oldest of them: of this cluster before the
     * oldest open transaction, of another one (a dump was restored) all.
     */
    private static final Statement OPEN =
            new Statement(
                    """
                    WITH RECURSIVE clusters (cluster) AS (
                        (SELECT cluster FROM booking ORDER BY cluster LIMIT 1)
                        UNION ALL
                        SELECT (SELECT b.cluster FROM booking b WHERE b.cluster > c.cluster ORDER BY b.cluster LIMIT 1)
                          FROM clusters c WHERE c.cluster IS NOT NULL),
                    here AS (SELECT system_identifier AS cluster FROM pg_control_system()),
                    ended AS (
                        SELECT b.id, b.cluster, b.xid::text::bigint AS xid
                          FROM clusters c
                          LEFT JOIN rollup_progress p ON p.cluster = c.cluster
                         CROSS JOIN LATERAL (
                               SELECT id, cluster, xid FROM booking
                                WHERE cluster = c.cluster AND xid >= coalesce(p.next_xid, '0'::xid8)
                                  AND (c.cluster <> (SELECT cluster FROM here)
                                       OR xid < pg_snapshot_xmin(pg_current_snapshot()))
                                ORDER BY xid LIMIT $1) AS b)
                    SELECT cluster, array_agg(id) AS ids, (max(xid) + 1)::text AS next_xid FROM ended
                     WHERE cluster = (SELECT cluster FROM ended ORDER BY id LIMIT 1) GROUP BY cluster\
                    """);

    private static final Statement ADVANCE =
            new Statement(
                    """
                    INSERT INTO rollup_progress (cluster, next_xid) VALUES ($1, $2::text::xid8)
                    ON CONFLICT (cluster) DO UPDATE SET next_xid = excluded.next_xid\
                    """);

    private final Pool pool;
    private final int bookingsPerRound;

    public Rollup(Pool pool, int bookingsPerRound) {
        this.pool = pool;
        this.bookingsPerRound = bookingsPerRound;
    }

    /** Rolls up what is ready; how many bookings. None when another service is at it. */
    public Future<Integer> round() {
        return Transactions.run(pool, this::round);
    }

    /** True when a round that rolled up so many may have left more. */
    public boolean wasFull(int bookings) {
        return bookings >= bookingsPerRound;
    }

    private Future<Integer> round(SqlConnection connection) {
        return LEAD.row(connection, LOCK_KEY)
                .compose(
                        lead ->
                                lead.getBoolean("leads")
                                        ? OPEN.rows(connection, bookingsPerRound)
                                        : Future.succeededFuture(List.<Row>of()))
                .compose(open -> open.isEmpty() ? NOTHING : add(connection, open.getFirst()));
    }

    private static Future<Integer> add(SqlConnection connection, Row open) {
        Long[] ids = open.getArrayOfLongs("ids");
        return Sequence.each(RollupTable.ALL, table -> table.add(connection, ids))
                .onSuccess(_ -> CrashPoint.IN_ROLLUP.pass())
                .compose(
                        _ ->
                                ADVANCE.run(
                                        connection,
                                        open.getLong("cluster"),
                                        open.getString("next_xid")))
                .map(ids.length);
    }
}
