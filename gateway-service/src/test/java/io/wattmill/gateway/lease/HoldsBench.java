// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.gateway.lease.LeaseBook.Outcome.Held;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/** Holds per core-second: each a hold and its settlement. {@code deploy/measure/holds}. */
public final class HoldsBench {

    private static final int BUDGETS = 1_000;
    private static final int ROUNDS = 7;
    private static final int HOLDS = 5_000_000;
    private static final long NOW_US = 1_767_225_600_000_000L;

    private HoldsBench() {}

    /** Prints the median of seven rounds, the first two left out. */
    public static void main(String[] words) {
        LeaseBook book = new LeaseBook(new LeaseRules(5_000_000, 1_000_000, 600_000_000, BUDGETS));
        String[] budgets = new String[BUDGETS];
        for (int i = 0; i < BUDGETS; i++) {
            budgets[i] = "budget-" + i;
            book.hold(Claim.of(budgets[i], 1), NOW_US);
            book.take(
                    LeaseGrant.newBuilder()
                            .setBudgetId(budgets[i])
                            .setLeaseId("lease-" + i)
                            .setUnit("token")
                            .setAmount(Long.MAX_VALUE / 4)
                            .setExpiresAtUs(NOW_US + 30_000_000)
                            .build(),
                    NOW_US);
        }
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rates[round] = round(book, budgets);
        }
        double[] kept = Arrays.copyOfRange(rates, 2, ROUNDS);
        Arrays.sort(kept);
        System.out.printf(
                Locale.ROOT,
                "holds per core-second: median %.2f M, worst %.2f M (%d budgets, %d rounds of"
                        + " %d)%n",
                kept[kept.length / 2] / 1e6,
                kept[0] / 1e6,
                BUDGETS,
                kept.length,
                HOLDS);
    }

    private static double round(LeaseBook book, String[] budgets) {
        var thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        long spent = 0;
        for (int i = 0; i < HOLDS; i++) {
            if (book.hold(Claim.of(budgets[i % BUDGETS], 500), NOW_US) instanceof Held(Hold hold)) {
                spent += hold.settle(300, NOW_US).getFirst().getAmount();
            }
        }
        if (spent != 300L * HOLDS) {
            throw new IllegalStateException("a hold was refused");
        }
        return HOLDS * 1e9 / (thread.getCurrentThreadCpuTime() - before);
    }
}
