// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What transfers add to each account they touch. */
public final class Postings {

    private Postings() {}

    /** What is added to the two sides of one account. */
    public record Posting(Account account, long debits, long credits) {

        Posting plus(Posting other) {
            return new Posting(
                    account,
                    Math.addExact(debits, other.debits),
                    Math.addExact(credits, other.credits));
        }
    }

    /**
     * Sums by account, in the order of ids: the order in which rows are locked, so that no two
     * writers deadlock.
     */
    public static List<Posting> of(Collection<Transfer> transfers) {
        Map<Account, Posting> sums = new LinkedHashMap<>();
        for (Transfer transfer : transfers) {
            add(sums, new Posting(transfer.debit(), transfer.amount(), 0));
            add(sums, new Posting(transfer.credit(), 0, transfer.amount()));
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(posting -> posting.account().id()))
                .toList();
    }

    private static void add(Map<Account, Posting> sums, Posting posting) {
        sums.merge(posting.account(), posting, Posting::plus);
    }
}
