// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseWish;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Slices of limits in hand. A rate may be exceeded by one second's worth and by the last request; a
 * number at a time never.
 */
public final class SliceBook {

    private final LeaseRules rules;
    private final ConcurrentHashMap<String, SliceAccount> accounts = new ConcurrentHashMap<>();
    private final LongAdder turnedAway = new LongAdder();
    private volatile boolean fenced;

    /** An empty book. */
    public SliceBook(LeaseRules rules) {
        this.rules = rules;
    }

    /**
     * Counts something that has a rate.
     *
     * @param amount requests or tokens
     * @return whether it is within the rate now
     */
    public boolean take(String limitId, long amount, long nowUs) {
        SliceAccount account = account(limitId, nowUs);
        return !fenced && account != null && account.take(amount, nowUs);
    }

    /**
     * Takes a place of a concurrency limit, if there is one; to be given back by {@link #leave}.
     */
    public boolean enter(String limitId, long nowUs) {
        SliceAccount account = account(limitId, nowUs);
        return !fenced && account != null && account.enter(nowUs);
    }

    /** Gives a place back. */
    public void leave(String limitId) {
        SliceAccount account = accounts.get(limitId);
        if (account != null) {
            account.leave();
        }
    }

    private @Nullable SliceAccount account(String limitId, long nowUs) {
        SliceAccount known = accounts.get(limitId);
        if (known != null) {
            return known;
        }
        if (accounts.size() >= rules.maxAccounts()) {
            turnedAway.increment();
            return null;
        }
        return accounts.computeIfAbsent(limitId, id -> new SliceAccount(id, rules, nowUs));
    }

    /** What to ask billing for now: at most one wish for a limit in each interval. */
    public List<LeaseWish> wishes(long nowUs) {
        accounts.values().removeIf(account -> account.isIdle(nowUs));
        List<LeaseWish> wishes = new ArrayList<>();
        accounts.values().forEach(account -> account.wish(nowUs).ifPresent(wishes::add));
        return wishes;
    }

    /** Takes what billing granted, if it is of a limit. */
    public void take(LeaseGrant grant) {
        SliceAccount account = accounts.get(grant.getBudgetId());
        if (account != null && grant.getLeaseId().isEmpty()) {
            account.slice(grant.getAmount(), grant.getExpiresAtUs() - rules.skewUs());
        }
    }

    /** How often there was no room for another, so far. */
    public long turnedAway() {
        return turnedAway.sum();
    }

    /** From now on nothing passes: this incarnation has a successor. */
    public void fence() {
        fenced = true;
    }
}
