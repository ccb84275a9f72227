// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.rollup;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.crash.CrashPoint;
import io.wattmill.billing.ledger.EndedBookings;
import io.wattmill.billing.sql.AdvisoryLock;
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

    /** Held by the one service that rolls up. */
    private static final AdvisoryLock LOCK = AdvisoryLock.named("wattroll");

    private static final Statement OPEN =
            new Statement(
                    EndedBookings.from(
                                    """
                                    coalesce((SELECT next_xid FROM rollup_progress WHERE cluster = c.cluster), '0'::xid8)\
                                    """)
                            + """
                            SELECT cluster, array_agg(id) AS ids, (max(xid) + 1)::text AS next_xid FROM ended
                             WHERE\
                            """
                            + " "
                            + EndedBookings.OLDEST_CLUSTER
                            + " GROUP BY cluster");

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
        return LOCK.tryTake(connection)
                .compose(
                        leads ->
                                leads
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
