// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import java.util.UUID;

/**
 * One immutable movement from one account to another.
 *
 * @param id derived from its source, see {@link TransferIds}: booking it twice is the same row
 * @param amount in the unit of both accounts, above zero; of a return, what was pending
 */
public record Transfer(
        UUID id, Source source, Phase phase, Account debit, Account credit, long amount) {

    /** What caused a transfer. */
    public sealed interface Source {}

    /** The settlement of a request. */
    public record OfRequest(UUID requestId) implements Source {}

    /** The attribution of an energy window. */
    public record OfWindow(long windowId) implements Source {}

    /** A booking as a whole, for example the tokens of all its requests. */
    public record OfBooking(long bookingId) implements Source {}

    /** Whether it moves an amount at once, or sets it aside first. */
    public sealed interface Phase {

        /** At once. */
        record Single() implements Phase {}

        /** Sets the amount aside until another transfer resolves this one. */
        record Pending() implements Phase {}

        /** Moves the amount of what is pending; the rest of {@code reserved} returns. */
        record Post(UUID pending, long reserved) implements Phase {}

        /** All of what is pending returns, because it was given back. */
        record Void(UUID pending) implements Phase {}

        /** All of what is pending returns, because its time was over. */
        record Expire(UUID pending) implements Phase {}
    }

    /** A movement at once. */
    public Transfer(UUID id, Source source, Account debit, Account credit, long amount) {
        this(id, source, new Phase.Single(), debit, credit, amount);
    }

    public Transfer {
        boolean sameUnit =
                debit.code().ledger() == credit.code().ledger()
                        && debit.unit().equals(credit.unit());
        boolean withinPending =
                !(phase instanceof Phase.Post(var _, long reserved)) || amount <= reserved;
        if (!sameUnit || amount <= 0 || debit.equals(credit) || !withinPending) {
            throw new IllegalArgumentException(
                    "not a transfer: " + debit + " to " + credit + ", " + amount);
        }
    }

    /** The ledger of both accounts. */
    public LedgerKind ledger() {
        return debit.code().ledger();
    }
}
