// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.sql.Transactions;
import io.wattmill.kit.time.Clock;

import java.util.List;
import java.util.function.Consumer;

/**
 * Runs every check in one read-only snapshot, so that what is being booked meanwhile breaks
 * nothing.
 */
public final class BooksCheck {

    /** Deadlines are held against billing's clock, not the database's. */
    private static final Statement NOW =
            new Statement("SELECT set_config('wattmill.now_us', $1, true)");

    private final Pool pool;
    private final Clock clock;

    public BooksCheck(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * The checks in the order of their numbers. It takes as long as there are books, on one
     * connection.
     *
     * @param progress hears how far it is
     */
    public Future<List<CheckResult>> run(Consumer<Progress> progress) {
        return Transactions.snapshot(
                pool,
                connection ->
                        NOW.run(connection, Long.toString(clock.nowUs()))
                                .compose(_ -> new CheckRun(connection, progress).run()));
    }
}
