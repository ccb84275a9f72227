// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.Slice;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Statement;

import java.util.List;

/**
 * Slices of limits. They are rows, not memory: a billing service that starts again knows what is
 * lent.
 */
final class SliceStore {

    private static final Statement FORGET =
            new Statement("DELETE FROM limit_slice WHERE budget_id = $1 AND expires_at <= $2");
    private static final Statement OTHERS =
            new Statement(
                    "SELECT amount, demand FROM limit_slice WHERE budget_id = $1 AND gateway_id <>"
                            + " $2");
    private static final Statement KEEP =
            new Statement(
                    """
                    INSERT INTO limit_slice (budget_id, gateway_id, amount, demand, expires_at)
                    VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (budget_id, gateway_id) DO UPDATE SET
                        amount = excluded.amount, demand = excluded.demand, expires_at = excluded.expires_at\
                    """);

    private SliceStore() {}

    /** Gives a gateway its slice, in place of the one it has. */
    static Future<Slice> renew(
            SqlConnection connection, Budget limit, Wish wish, long nowUs, long expiresAtUs) {
        return FORGET.run(connection, limit.id(), Instants.at(nowUs))
                .compose(_ -> OTHERS.rows(connection, limit.id(), wish.gatewayId()))
                .map(rows -> slice(limit, wish, rows))
                .compose(
                        slice ->
                                KEEP.run(
                                                connection,
                                                limit.id(),
                                                wish.gatewayId(),
                                                slice.amount(),
                                                slice.demand(),
                                                Instants.at(expiresAtUs))
                                        .map(slice));
    }

    private static Slice slice(Budget limit, Wish wish, List<Row> others) {
        return Slice.of(
                limit.amount(),
                wish.amount(),
                wish.inUse(),
                others.stream()
                        .map(row -> new Slice(row.getLong("amount"), row.getLong("demand")))
                        .toList());
    }
}
