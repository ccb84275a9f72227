// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

import io.wattmill.billing.budget.Budget;
import io.wattmill.billing.budget.Frame;
import io.wattmill.billing.budget.LeasePlan;
import io.wattmill.billing.budget.Standing;
import io.wattmill.contract.ledger.v1.LeaseGrant;

/** What comes of a wish. */
sealed interface Offer {

    /**
     * The same as the gateway reads it.
     *
     * @param ordinal of the first transfer of this offer in its booking
     */
    LeaseGrant grant(long bookingId, int ordinal);

    /** A lease, or word that the budget has nothing left. */
    record Lent(
            Budget budget,
            LeasePlan plan,
            Standing standing,
            Frame.Span span,
            long grantedAtUs,
            long endsAtUs)
            implements Offer {

        @Override
        public LeaseGrant grant(long bookingId, int ordinal) {
            LeaseGrant.Builder grant =
                    LeaseGrant.newBuilder()
                            .setBudgetId(budget.id())
                            .setUnit(budget.unit().stored())
                            .setSpent(counted())
                            .setElsewhere(standing.elsewhere())
                            .setRegainsAtUs(regainsAtUs());
            return plan.granted() == 0
                    ? grant.setRefusedReason("budget '" + budget.id() + "' has nothing left")
                            .build()
                    : grant.setLeaseId(plan.leaseId(bookingId, ordinal, grantedAtUs).toString())
                            .setAmount(plan.granted())
                            .setExpiresAtUs(endsAtUs)
                            .build();
        }

        private long counted() {
            return budget.frame() instanceof Frame.Rolling ? standing.recent() : standing.spent();
        }

        private long regainsAtUs() {
            return switch (budget.frame()) {
                case Frame.None() -> 0;
                case Frame.Day(), Frame.Month() -> span.endsAtUs();
                case Frame.Rolling(long us) ->
                        standing.oldestEndUs() == 0 ? 0 : standing.oldestEndUs() + us;
            };
        }
    }

    /** A part of a limit, perhaps nothing. */
    record Sliced(Budget limit, long amount, long expiresAtUs) implements Offer {

        @Override
        public LeaseGrant grant(long bookingId, int ordinal) {
            return LeaseGrant.newBuilder()
                    .setBudgetId(limit.id())
                    .setUnit(limit.unit().stored())
                    .setAmount(amount)
                    .setExpiresAtUs(expiresAtUs)
                    .build();
        }
    }

    /** No. */
    record Refused(Wish wish, String reason) implements Offer {

        static Offer unknown(Wish wish) {
            return new Refused(wish, "there is no budget '" + wish.budgetId() + "'");
        }

        @Override
        public LeaseGrant grant(long bookingId, int ordinal) {
            return LeaseGrant.newBuilder()
                    .setBudgetId(wish.budgetId())
                    .setRefusedReason(reason)
                    .build();
        }
    }
}
