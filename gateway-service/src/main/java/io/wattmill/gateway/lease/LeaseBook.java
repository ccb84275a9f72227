// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Leases in hand, by budget. A request holds its estimate before it runs and settles what it took;
 * no I/O happens for either. Amounts are in the budget's smallest unit.
 */
public final class LeaseBook {

    /** Stands in a usage record for the lease that there was none of. */
    public static final String NO_LEASE = "00000000-0000-0000-0000-000000000000";

    private final LeaseRules rules;
    private final ConcurrentHashMap<String, LeaseAccount> accounts = new ConcurrentHashMap<>();
    private final LongAdder turnedAway = new LongAdder();
    private volatile boolean fenced;

    /** An empty book. */
    public LeaseBook(LeaseRules rules) {
        this.rules = rules;
    }

    /** What came of asking for a hold. */
    public sealed interface Outcome {

        /** The estimate is set aside; to be settled or released once. */
        record Held(Hold hold) implements Outcome {}

        /** Nothing in hand covers it, and billing is about to be asked: its answer decides. */
        record Awaited() implements Outcome {}

        /** Nothing in hand covers it, and billing has nothing left to lend. */
        record Refused(Shortage shortage) implements Outcome {}

        /** This gateway can spend from nothing of this kind now. */
        record Barred(String reason) implements Outcome {}
    }

    /**
     * Sets an estimate aside.
     *
     * @param nowUs epoch microseconds
     */
    public Outcome hold(Claim claim, long nowUs) {
        LeaseAccount account = account(claim.budgetId(), nowUs);
        if (account == null) {
            return new Outcome.Barred("it keeps no more budgets");
        }
        return fenced
                ? new Outcome.Barred("another gateway has its name")
                : account.hold(claim, nowUs);
    }

    /**
     * Takes from a budget without a hold, as soft ones allow; what the usage record says. What
     * nothing in hand covers names {@link #NO_LEASE}.
     *
     * @param unit the budget's unit
     */
    public List<LeaseUse> spend(String budgetId, String unit, long amount, long nowUs) {
        List<LeaseUse> uses = new ArrayList<>(1);
        LeaseAccount account = accounts.get(budgetId);
        long rest = account == null || fenced ? amount : account.spend(uses, amount, nowUs);
        if (rest > 0) {
            uses.add(
                    LeaseUse.newBuilder()
                            .setBudgetId(budgetId)
                            .setLeaseId(NO_LEASE)
                            .setUnit(unit)
                            .setAmount(rest)
                            .build());
        }
        return uses;
    }

    /** What of a budget counts as spent, as far as it is known here; 0 of one never asked for. */
    public long spent(String budgetId) {
        LeaseAccount account = accounts.get(budgetId);
        return account == null ? 0 : account.spent();
    }

    private @Nullable LeaseAccount account(String budgetId, long nowUs) {
        LeaseAccount known = accounts.get(budgetId);
        if (known != null) {
            return known;
        }
        if (accounts.size() >= rules.maxAccounts()) {
            turnedAway.increment();
            return null;
        }
        return accounts.computeIfAbsent(budgetId, id -> new LeaseAccount(id, rules, nowUs));
    }

    /**
     * What to ask billing for now: at most one wish for a budget in each interval, unless requests
     * wait.
     */
    public List<LeaseWish> wishes(long nowUs) {
        accounts.values().removeIf(account -> account.isIdle(nowUs));
        List<LeaseWish> wishes = new ArrayList<>();
        accounts.values().forEach(account -> account.wish(nowUs).ifPresent(wishes::add));
        return wishes;
    }

    /** Leases that are used up or over, and of which nothing is held; each is named once. */
    public List<String> released(long nowUs) {
        List<String> ids = new ArrayList<>();
        accounts.values().forEach(account -> account.retire(nowUs, ids));
        return ids;
    }

    /** Takes what billing granted, or notes why it did not. */
    public void take(LeaseGrant grant, long nowUs) {
        LeaseAccount account = accounts.get(grant.getBudgetId());
        if (account != null) {
            account.take(grant, nowUs);
        }
    }

    /** Budgets were changed: what billing refused before may be granted now. */
    public void reconsider() {
        accounts.values().forEach(LeaseAccount::reconsider);
    }

    /** How often there was no room for another, so far. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    /** From now on nothing is spent: this incarnation has a successor. */
    public void fence() {
        fenced = true;
    }
}
