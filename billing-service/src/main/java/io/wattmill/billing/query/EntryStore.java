// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.query;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.Rows;
import io.wattmill.billing.sql.Statement;
import io.wattmill.billing.statement.AccountFilter;
import io.wattmill.billing.statement.EntryLine;
import io.wattmill.billing.statement.EntryPlace;
import io.wattmill.billing.statement.EntryQuery;
import io.wattmill.billing.statement.Page;

import java.util.List;
import java.util.Optional;

/**
 * Lists entries from the newest back. Transfers have no index by account, which each settlement
 * would pay for; so a page looks at a bounded number of them, and may be short.
 */
public final class EntryStore {

    /**
     * The transfers that are looked at; of these the entries that match; and with each, where the
     * look ended, so that there is a row even when none matches.
     */
    private static final Statement PAGE =
            new Statement(
                    """
                    WITH looked AS MATERIALIZED (
                        SELECT t.id, t.kind, t.debit_account, t.credit_account, t.amount, t.event_id, t.window_id,
                               t.pending_id, t.corrects_id, b.id AS booking_id, b.booked_at
                          FROM booking b JOIN transfer t ON t.booking_id = b.id
                         WHERE b.booked_at >= $1 AND b.booked_at < $2
                           AND (b.booked_at, b.id) <= ($3, $4) AND (b.booked_at, b.id, t.id) <= ($3, $4, $5)
                           AND ($7::uuid IS NULL OR t.event_id = $7) AND ($8::bigint IS NULL OR b.id = $8)
                         ORDER BY b.booked_at DESC, b.id DESC, t.id DESC LIMIT $9),
                    found AS (
                        SELECT looked.*, entry.side, a.ledger, a.code, a.owner, a.unit
                          FROM looked
                         CROSS JOIN LATERAL (VALUES (0, debit_account), (1, credit_account)) AS entry (side, account_id)
                          JOIN account a ON a.id = entry.account_id
                         WHERE (looked.booked_at, looked.booking_id, looked.id, entry.side) < ($3, $4, $5, $6)
                           AND ($10 OR a.code = ANY($11)) AND ($12::text IS NULL OR a.owner = $12)
                         ORDER BY looked.booked_at DESC, looked.booking_id DESC, looked.id DESC, entry.side DESC
                         LIMIT $13)
                    SELECT f.*, edge.at AS edge_at, edge.booking AS edge_booking, edge.transfer AS edge_transfer,
                           edge.transfers
                      FROM (SELECT (array_agg(booked_at ORDER BY booked_at, booking_id, id))[1] AS at,
                                   (array_agg(booking_id ORDER BY booked_at, booking_id, id))[1] AS booking,
                                   (array_agg(id ORDER BY booked_at, booking_id, id))[1] AS transfer,
                                   count(*)::int AS transfers FROM looked) edge
                      LEFT JOIN found f ON true
                     ORDER BY f.booked_at DESC, f.booking_id DESC, f.id DESC, f.side DESC\
                    """);

    private final Pool pool;
    private final int maxTransfers;

    /**
     * @param maxTransfers most transfers that are looked at for one page
     */
    public EntryStore(Pool pool, int maxTransfers) {
        this.pool = pool;
        this.maxTransfers = maxTransfers;
    }

    /** A page, from the newest entry that the question means back. */
    public Future<Page<EntryLine>> page(EntryQuery query) {
        AccountFilter wanted = query.accounts();
        EntryPlace before = query.before();
        return wanted.matchesNothing()
                ? Future.succeededFuture(Page.of(List.of(), Optional.empty()))
                : PAGE.rows(
                                pool,
                                Instants.at(query.fromUs()),
                                Instants.at(query.toUs()),
                                Instants.at(before.bookedAtUs()),
                                before.bookingId(),
                                before.transferId(),
                                before.side(),
                                query.request().orElse(null),
                                query.booking().orElse(null),
                                maxTransfers,
                                wanted.takesEveryCode(),
                                AccountStore.codes(wanted),
                                wanted.onlyOwner().orElse(null),
                                query.limit() + 1)
                        .map(rows -> page(rows, query.limit()));
    }

    private Page<EntryLine> page(List<Row> rows, int limit) {
        List<Row> found = rows.stream().filter(row -> row.getValue("id") != null).toList();
        List<Row> shown = found.stream().limit(limit).toList();
        return Page.of(
                shown.stream().map(EntryStore::line).toList(),
                found.size() > limit
                        ? Optional.of(place(shown.getLast()).cursor())
                        : edge(rows.getFirst()).map(EntryPlace::cursor));
    }

    /** Where the look ended; empty when it came to the end of the books. */
    private Optional<EntryPlace> edge(Row row) {
        return row.getInteger("transfers") < maxTransfers
                ? Optional.empty()
                : Optional.of(
                        new EntryPlace(
                                Rows.us(row, "edge_at"),
                                row.getLong("edge_booking"),
                                row.getUUID("edge_transfer"),
                                0));
    }

    private static EntryPlace place(Row row) {
        return new EntryPlace(
                Rows.us(row, "booked_at"),
                row.getLong("booking_id"),
                row.getUUID("id"),
                row.getInteger("side"));
    }

    private static EntryLine line(Row row) {
        return EntryLine.of(
                place(row),
                row.getShort("kind"),
                AccountStore.place(row),
                row.getLong("amount"),
                new EntryLine.Cause(
                        Optional.ofNullable(row.getUUID("event_id")),
                        Optional.ofNullable(row.getLong("window_id")),
                        Optional.ofNullable(row.getUUID("pending_id")),
                        Optional.ofNullable(row.getUUID("corrects_id"))));
    }
}
