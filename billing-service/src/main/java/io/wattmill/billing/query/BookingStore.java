// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.statement.BookingHead;

import java.util.List;
import java.util.Optional;

/** Finds bookings, and the block of the chain that each is sealed in. */
public final class BookingStore {

    private static final Statement HEAD =
            new Statement(
                    """
                    SELECT b.id, b.kind, b.source, b.booked_at, l.number AS block
                      FROM booking b
                      LEFT JOIN ledger_block l ON l.cluster = b.cluster AND l.to_xid > b.xid::text::bigint
                            AND l.from_xid <= b.xid::text::bigint
                     WHERE b.id = $1\
                    """);

    private final Pool pool;

    public BookingStore(Pool pool) {
        this.pool = pool;
    }

    /** The booking's head, or empty when there is no such booking. */
    public Future<Optional<BookingHead>> find(long id) {
        return HEAD.rows(pool, id)
                .map(List::stream)
                .map(rows -> rows.findFirst().map(BookingStore::head));
    }

    private static BookingHead head(Row row) {
        return BookingHead.of(
                row.getLong("id"),
                row.getShort("kind"),
                row.getString("source"),
                Rows.us(row, "booked_at"),
                row.getLong("block"));
    }
}
