// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One side of a transfer as it is shown.
 *
 * @param side debit or credit
 * @param kind single, pending, post, void, expire or correction
 * @param requestId the request that caused it; null when a window or the booking as a whole did
 * @param windowId the energy window that caused it
 */
public record EntryLine(
        String object,
        long bookingId,
        long bookedAtUs,
        String transferId,
        String side,
        String kind,
        String ledger,
        int code,
        @Nullable String name,
        String owner,
        Quantity amount,
        @Nullable String requestId,
        @Nullable Long windowId,
        @Nullable String pendingId,
        @Nullable String correctsId) {

    private static final List<String> KINDS =
            List.of("single", "pending", "post", "void", "expire", "correction");

    /** What caused a transfer, and what it refers to. */
    public record Cause(
            Optional<UUID> request,
            Optional<Long> window,
            Optional<UUID> pending,
            Optional<UUID> corrects) {}

    /** One entry. */
    public static EntryLine of(
            EntryPlace place, int kind, AccountPlace account, long amount, Cause cause) {
        return new EntryLine(
                "wattmill.entry",
                place.bookingId(),
                place.bookedAtUs(),
                place.transferId().toString(),
                place.side() == 0 ? "debit" : "credit",
                KINDS.get(kind),
                AccountLine.ledgerName(account.ledger()),
                account.code(),
                AccountLine.codeName(account.code()),
                account.owner(),
                Quantity.of(account.unit(), BigInteger.valueOf(amount)),
                text(cause.request),
                cause.window.orElse(null),
                text(cause.pending),
                text(cause.corrects));
    }

    private static @Nullable String text(Optional<UUID> id) {
        return id.map(UUID::toString).orElse(null);
    }
}
