// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.chain.Hash;
import io.wattmill.billing.explain.SealedIn;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;

import java.util.Optional;

/** Finds the block that holds a booking: the first of its cluster that goes beyond it. */
final class SealedBookings {

    private static final Statement BLOCK =
            new Statement(
                    """
                    SELECT k.number, k.merkle_root, k.sealed_at
                      FROM booking b CROSS JOIN LATERAL (
                           SELECT * FROM ledger_block WHERE cluster = b.cluster AND to_xid > b.xid::text::bigint
                            ORDER BY to_xid LIMIT 1) k
                     WHERE b.id = $1 AND k.from_xid <= b.xid::text::bigint\
                    """);

    private SealedBookings() {}

    static Future<Optional<SealedIn>> block(SqlConnection connection, long bookingId) {
        return BLOCK.rows(connection, bookingId)
                .map(rows -> rows.stream().findFirst().map(SealedBookings::sealed));
    }

    private static SealedIn sealed(Row row) {
        return new SealedIn(
                row.getLong("number"),
                Hash.of(row.getBuffer("merkle_root").getBytes()),
                Rows.us(row, "sealed_at"));
    }
}
