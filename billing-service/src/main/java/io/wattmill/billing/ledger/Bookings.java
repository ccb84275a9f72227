// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.Statement;

/**
 * Bookings: one for each transaction that adds to the books. The hash chain is sealed over them.
 */
public final class Bookings {

    private static final Statement OPEN =
            new Statement("INSERT INTO booking (kind, source) VALUES ($1, $2) RETURNING id");

    private Bookings() {}

    /** Why something was booked. Numbers are stored and never reused. */
    public enum Kind {
        SETTLEMENT(1),
        ATTRIBUTION(2),
        LEASE(3),
        OUTCOME(4),
        CORRECTION(5);

        private final int id;

        Kind(int id) {
            this.id = id;
        }
    }

    /**
     * Opens a booking in the transaction of the connection; its id, for everything that is added.
     *
     * @param source who books: a gateway, or one of our jobs
     */
    public static Future<Long> open(SqlConnection connection, Kind kind, String source) {
        return OPEN.row(connection, (short) kind.id, source).map(row -> row.getLong("id"));
    }
}
