// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import java.util.UUID;

/**
 * One immutable movement from one account to another.
 *
 * @param id derived from its source, see {@link TransferIds}: booking it twice is the same row
 * @param amount in the unit of both accounts, above zero
 */
public record Transfer(UUID id, Source source, Account debit, Account credit, long amount) {

    /** What caused a transfer. */
    public sealed interface Source {}

    /** The settlement of a request. */
    public record OfRequest(UUID requestId) implements Source {}

    /** The attribution of an energy window. */
    public record OfWindow(long windowId) implements Source {}

    /** A booking as a whole, for example the tokens of all its requests. */
    public record OfBooking(long bookingId) implements Source {}

    public Transfer {
        boolean sameUnit =
                debit.code().ledger() == credit.code().ledger()
                        && debit.unit().equals(credit.unit());
        if (!sameUnit || amount <= 0 || debit.equals(credit)) {
            throw new IllegalArgumentException(
                    "not a transfer: " + debit + " to " + credit + ", " + amount);
        }
    }

    /** The ledger of both accounts. */
    public LedgerKind ledger() {
        return debit.code().ledger();
    }
}
