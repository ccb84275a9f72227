// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import io.wattmill.billing.account.Transfer.Phase;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What transfers add to each account they touch. */
public final class Postings {

    private Postings() {}

    /** What is added to one side of one account; pending amounts also go down. */
    public record Side(long posted, long pending) {

        static final Side NOTHING = new Side(0, 0);

        Side plus(Side other) {
            return new Side(
                    Math.addExact(posted, other.posted), Math.addExact(pending, other.pending));
        }
    }

    /** What is added to the two sides of one account. */
    public record Posting(Account account, Side debit, Side credit) {

        Posting plus(Posting other) {
            return new Posting(account, debit.plus(other.debit), credit.plus(other.credit));
        }
    }

    /**
     * Sums by account, in the order of ids: the order in which rows are locked, so that no two
     * writers deadlock.
     */
    public static List<Posting> of(Collection<Transfer> transfers) {
        Map<Account, Posting> sums = new LinkedHashMap<>();
        for (Transfer transfer : transfers) {
            Side side = side(transfer);
            add(sums, new Posting(transfer.debit(), side, Side.NOTHING));
            add(sums, new Posting(transfer.credit(), Side.NOTHING, side));
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(posting -> posting.account().id()))
                .toList();
    }

    private static Side side(Transfer transfer) {
        long amount = transfer.amount();
        return switch (transfer.phase()) {
            case Phase.Single() -> new Side(amount, 0);
            case Phase.Pending() -> new Side(0, amount);
            case Phase.Post(var _, long reserved) -> new Side(amount, -reserved);
            case Phase.Void _, Phase.Expire _ -> new Side(0, -amount);
        };
    }

    private static void add(Map<Account, Posting> sums, Posting posting) {
        sums.merge(posting.account(), posting, Posting::plus);
    }
}
