// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.Transfer.Phase;
import io.wattmill.billing.account.TransferIds;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What happens to a budget's accounts when a gateway asks for a lease: the amount is brought up to
 * date, late usage is made up for, and a part of what is left is set aside for the gateway.
 *
 * @param funded added to the budget; below 0 when it was lowered
 * @param repaid taken for late usage
 * @param granted the lease, 0 when there is nothing to lease
 */
public record LeasePlan(BudgetAccounts accounts, long funded, long repaid, long granted) {

    /** Transfers of one plan, at most. */
    public static final int TRANSFERS = 3;

    /**
     * Plans a lease. A hard budget gives a gateway at most its part of what is left, so that the
     * last of it does not lie with one; a soft one grows as needed, which shows as funded beyond
     * its amount.
     *
     * @param wanted what the gateway would like, 0 or more
     */
    public static LeasePlan of(
            Budget budget, BudgetAccounts accounts, Standing standing, long wanted) {
        long change = change(budget, standing);
        long available = standing.available() + change;
        long repaid = Math.min(available, standing.owed());
        available -= repaid;
        if (budget.hard()) {
            long part = Math.ceilDiv(available, standing.otherGateways() + 1);
            return new LeasePlan(accounts, change, repaid, Math.min(wanted, part));
        }
        long beyond = Math.max(0, wanted - available);
        return new LeasePlan(accounts, change + beyond, repaid, wanted);
    }

    /** A budget that was lowered gives back what it has left, and no more. */
    private static long change(Budget budget, Standing standing) {
        long target =
                switch (budget.frame()) {
                    case Frame.Rolling _ -> budget.amount() + standing.spent() - standing.recent();
                    case Frame.None(), Frame.Day(), Frame.Month() -> budget.amount();
                };
        return Math.max(target - standing.funded(), -standing.available());
    }

    /** True when nothing moves. */
    public boolean isEmpty() {
        return funded == 0 && repaid == 0 && granted == 0;
    }

    /** The lease's id: that of its pending transfer. */
    public UUID leaseId(long bookingId, int firstOrdinal, long grantedAtUs) {
        return TransferIds.ofLease(bookingId, firstOrdinal, grantedAtUs);
    }

    /**
     * What moves.
     *
     * @param firstOrdinal the booking has {@link #TRANSFERS} ordinals from here for this plan
     * @param grantedAtUs epoch microseconds
     */
    public List<Transfer> transfers(
            long bookingId, int firstOrdinal, String gatewayId, long grantedAtUs) {
        Account budget = accounts.budget();
        Phase single = new Phase.Single();
        List<Transfer> transfers = new ArrayList<>();
        Booking booking = new Booking(bookingId, transfers);
        UUID lease = leaseId(bookingId, firstOrdinal, grantedAtUs);
        UUID funding = TransferIds.ofBooking(bookingId, firstOrdinal + 1);
        UUID repayment = TransferIds.ofBooking(bookingId, firstOrdinal + 2);
        booking.add(lease, new Phase.Pending(), budget, accounts.lease(gatewayId), granted);
        booking.add(funding, single, accounts.funding(), budget, funded);
        booking.add(funding, single, budget, accounts.funding(), -funded);
        booking.add(repayment, single, budget, accounts.overrun(), repaid);
        return transfers;
    }

    private record Booking(long id, List<Transfer> transfers) {

        void add(UUID transferId, Phase phase, Account debit, Account credit, long amount) {
            if (amount > 0) {
                transfers.add(
                        new Transfer(
                                transferId,
                                new Transfer.OfBooking(id),
                                phase,
                                debit,
                                credit,
                                amount));
            }
        }
    }
}
