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

        /**
         * Nothing in hand covers it.
         *
         * @param reason what billing said, or that it has not answered yet
         */
        record Refused(String reason) implements Outcome {}
    }

    /** An amount set aside from one lease. */
    public static final class Hold {

        private final LeaseAccount account;
        private final Lease lease;
        private final long amount;
        private boolean open = true;

        Hold(LeaseAccount account, Lease lease, long amount) {
            this.account = account;
            this.lease = lease;
            this.amount = amount;
        }

        /**
         * Replaces the estimate by what was spent, which may be more; what the usage record says.
         *
         * @throws IllegalStateException when it was settled or released before
         */
        public LeaseUse settle(long spent) {
            return account.settle(this, spent);
        }

        /** Gives all of it back; a second time it does nothing. */
        public void release() {
            account.release(this);
        }

        Lease lease() {
            return lease;
        }

        long amount() {
            return amount;
        }

        /** True the first time. */
        boolean close() {
            boolean first = open;
            open = false;
            return first;
        }
    }

    /**
     * Sets an estimate aside.
     *
     * @param nowUs epoch microseconds
     */
    public Outcome hold(String budgetId, long estimate, long nowUs) {
        LeaseAccount account = account(budgetId, nowUs);
        if (account == null) {
            return new Outcome.Refused("this gateway keeps no more budgets");
        }
        return fenced
                ? new Outcome.Refused("another gateway has this one's name")
                : account.hold(estimate, nowUs);
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

    /** What to ask billing for now: at most one wish for a budget in each interval. */
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
    public void take(LeaseGrant grant) {
        LeaseAccount account = accounts.get(grant.getBudgetId());
        if (account != null) {
            account.take(grant);
        }
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
