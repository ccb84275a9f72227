// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/**
 * The schema {@code twin}, opened.
 *
 * @param pool its connections
 */
record RunTables(Pool pool, PostgresPlans plans, PostgresRuns runs) {

    static RunTables of(Pool pool) {
        return new RunTables(pool, new PostgresPlans(pool), new PostgresRuns(pool));
    }

    Future<Void> close() {
        return pool.close();
    }
}
