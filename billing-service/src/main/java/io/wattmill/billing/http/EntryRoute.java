// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.Future;
import io.wattmill.billing.http.RouteTable.Access;
import io.wattmill.billing.query.BookingStore;
import io.wattmill.billing.query.EntryStore;
import io.wattmill.billing.statement.BookingHead;
import io.wattmill.billing.statement.EntryLine;
import io.wattmill.billing.statement.EntryPlace;
import io.wattmill.billing.statement.EntryQuery;
import io.wattmill.billing.statement.Page;

import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /billing/entries} and {@code GET /billing/bookings/{id}}: what moved, from the newest
 * back. A tenant sees the sides of its project's accounts.
 */
final class EntryRoute implements Routes {

    private static final Set<String> PARAMETERS =
            Set.of("ledger", "code", "owner", "project", "request", "from", "to", "limit", "page");
    private static final Set<String> OF_A_BOOKING =
            Set.of("ledger", "code", "owner", "project", "limit", "page");

    private final EntryStore entries;
    private final BookingStore bookings;
    private final int maxRows;

    EntryRoute(EntryStore entries, BookingStore bookings, int maxRows) {
        this.entries = entries;
        this.bookings = bookings;
        this.maxRows = maxRows;
    }

    /** A booking with a page of its entries. */
    record Booking(String object, BookingHead booking, Page<EntryLine> entries) {}

    @Override
    public void enter(RouteTable table) {
        table.get(Access.TENANT, "/billing/entries", this::list)
                .get(Access.TENANT, "/billing/bookings/:id", this::booking);
    }

    private Future<Answer> list(Asked asked) {
        ListQuestion question = ListQuestion.of(asked, PARAMETERS);
        return entries.page(query(question, Optional.empty())).map(Answer::ok);
    }

    private EntryQuery query(ListQuestion question, Optional<Long> booking) {
        return new EntryQuery(
                question.accounts(),
                question.request(),
                booking,
                question.instantUs("from").orElse(0L),
                question.instantUs("to").orElse(EntryPlace.END.bookedAtUs()),
                question.page(EntryPlace::of, EntryPlace.END),
                question.limit(maxRows));
    }

    private Future<Answer> booking(Asked asked) {
        EntryQuery query =
                query(ListQuestion.of(asked, OF_A_BOOKING), Optional.of(number(asked.id())));
        return bookings.find(query.booking().orElseThrow())
                .compose(
                        head ->
                                head.map(found -> booking(asked, found, query))
                                        .orElseGet(() -> nowhere(asked)));
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw new Wrong("id", "id is the number of a booking, as an entry has it.");
        }
    }

    /** A tenant is not told that there is a booking with nothing of its own in it. */
    private Future<Answer> booking(Asked asked, BookingHead head, EntryQuery query) {
        return entries.page(query)
                .compose(
                        page ->
                                page.data().isEmpty() && !asked.caller().isAdmin()
                                        ? nowhere(asked)
                                        : Future.succeededFuture(
                                                Answer.ok(
                                                        new Booking(
                                                                "wattmill.booking", head, page))));
    }

    private static Future<Answer> nowhere(Asked asked) {
        return Future.succeededFuture(
                Answer.notFound(
                        "id",
                        "There is no booking "
                                + asked.id()
                                + " of yours; entries at GET /billing/entries name theirs."));
    }
}
