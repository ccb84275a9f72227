// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import io.wattmill.billing.account.Account;
import io.wattmill.billing.account.Transfer;
import io.wattmill.billing.account.TransferIds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What settled requests take from leases. Usage is never refused: what a lease does not cover,
 * because it was resolved or is exceeded, comes from the budget's overrun account and is late.
 */
public final class LeaseDebits {

    /** Ordinals of a booking's transfers from here on are ours. */
    private static final int FIRST_ORDINAL = 1 << 24;

    private static final String UNKNOWN = "@unknown";

    private final Map<UUID, HeldLease> leases;
    private final Map<String, BudgetAccounts> budgets;
    private final Map<UUID, Long> rooms = new LinkedHashMap<>();
    private final Map<UUID, Taken> taken = new LinkedHashMap<>();
    private final Map<Path, Long> moved = new LinkedHashMap<>();
    private final List<Flagged> uses = new ArrayList<>();

    /**
     * Debits of these leases.
     *
     * @param budgets where usage of a lease that is not among them is booked, by budget: a soft
     *     budget may be spent from without one
     */
    public LeaseDebits(Map<UUID, HeldLease> leases, Map<String, BudgetAccounts> budgets) {
        this.leases = Map.copyOf(leases);
        this.budgets = Map.copyOf(budgets);
    }

    /** What a request says it spent; {@code ordinal} counts within the request. */
    public record Use(
            UUID requestId,
            int ordinal,
            UUID leaseId,
            String budgetId,
            Unit.Spendable unit,
            long amount) {}

    /** A use, with how much of it was late. */
    public record Flagged(Use use, long late, boolean fenced) {}

    /** What was added to a lease. */
    public record Taken(long spent, long late) {

        Taken plus(Taken other) {
            return new Taken(Math.addExact(spent, other.spent), Math.addExact(late, other.late));
        }
    }

    private record Path(Account from, Account to) {}

    /** Takes a use from its lease, as far as that has room. */
    public void take(Use use) {
        HeldLease lease = leases.get(use.leaseId());
        if (lease == null || !lease.accounts().unit().equals(use.unit())) {
            unknown(use);
            return;
        }
        long room = rooms.getOrDefault(lease.id(), lease.room());
        long spent = Math.min(room, use.amount());
        long late = use.amount() - spent;
        rooms.put(lease.id(), room - spent);
        taken.merge(lease.id(), new Taken(spent, late), Taken::plus);
        uses.add(new Flagged(use, late, lease.fenced()));
        move(lease.accounts().lease(lease.gatewayId()), lease.accounts(), spent);
        move(lease.accounts().overrun(), lease.accounts(), late);
    }

    private void unknown(Use use) {
        BudgetAccounts known = budgets.get(use.budgetId());
        BudgetAccounts accounts =
                known != null && known.unit().equals(use.unit())
                        ? known
                        : new BudgetAccounts(use.unit(), use.budgetId() + UNKNOWN);
        uses.add(new Flagged(use, use.amount(), false));
        move(accounts.overrun(), accounts, use.amount());
    }

    private void move(Account from, BudgetAccounts accounts, long amount) {
        if (amount > 0) {
            moved.merge(new Path(from, accounts.spent()), amount, Math::addExact);
        }
    }

    /** All uses taken so far. */
    public List<Flagged> uses() {
        return List.copyOf(uses);
    }

    /** What they added to each known lease. */
    public Map<UUID, Taken> taken() {
        return Map.copyOf(taken);
    }

    /**
     * What moves: one transfer for each lease account and each overrun account.
     *
     * @param shard which row of the accounts that all gateways share is added to
     */
    public List<Transfer> transfers(long bookingId, int shard) {
        List<Transfer> transfers = new ArrayList<>();
        moved.forEach(
                (path, amount) ->
                        transfers.add(
                                new Transfer(
                                        TransferIds.ofBooking(
                                                bookingId, FIRST_ORDINAL + transfers.size()),
                                        new Transfer.OfBooking(bookingId),
                                        path.from(),
                                        path.to().inShard(shard),
                                        amount)));
        return transfers;
    }
}
