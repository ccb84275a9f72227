// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseWish;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Slices of limits in hand. No minute has more than a slice of a rate, nor any moment of a number.
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

    /** What came of asking. */
    public sealed interface Outcome {

        /** It is counted. */
        record Passed() implements Outcome {}

        /** Billing is about to be asked: its answer decides. */
        record Awaited() implements Outcome {}

        /**
         * The slice is used up.
         *
         * @param retryUs microseconds until the same would pass if nobody else asked; 0 = not known
         */
        record Over(long retryUs) implements Outcome {}

        /** This gateway can use nothing of this kind now. */
        record Barred(String reason) implements Outcome {}
    }

    /** How a rate stands here. */
    public record Rate(long remaining, long resetUs) {}

    /** Counts something that has a rate, requests or tokens, if it is within the slice. */
    public Outcome take(SliceClaim claim, long nowUs) {
        SliceAccount account = account(claim.limitId(), nowUs);
        return account == null || fenced ? barred() : account.take(claim, nowUs);
    }

    /** Takes a place of a number at a time, if there is one; given back by {@link #leave}. */
    public Outcome enter(SliceClaim claim, long nowUs) {
        SliceAccount account = account(claim.limitId(), nowUs);
        return account == null || fenced ? barred() : account.enter(claim, nowUs);
    }

    private Outcome barred() {
        return new Outcome.Barred(
                fenced ? "another gateway has its name" : "it keeps no more limits");
    }

    /** Takes a place, though there may be none: of a limit that only tells. */
    public void enterAnyway(String limitId) {
        with(limitId, SliceAccount::enterAnyway);
    }

    /** Gives a place back. */
    public void leave(String limitId) {
        with(limitId, SliceAccount::leave);
    }

    /** Takes back a part of what passed at an instant. */
    public void giveBack(String limitId, long amount, long atUs, long nowUs) {
        with(limitId, account -> account.giveBack(amount, atUs, nowUs));
    }

    /** Counts what passed already. */
    public void add(String limitId, long amount, long nowUs) {
        with(limitId, account -> account.add(amount, nowUs));
    }

    /** How a rate stands here; nothing of it passes before its first slice. */
    public Rate rate(String limitId, long nowUs) {
        SliceAccount account = accounts.get(limitId);
        return account == null
                ? new Rate(0, 0)
                : new Rate(account.remaining(nowUs), account.resetUs(nowUs));
    }

    private void with(String limitId, Consumer<SliceAccount> work) {
        SliceAccount account = accounts.get(limitId);
        if (account != null) {
            work.accept(account);
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

    /**
     * What to ask billing for now: at most one wish for a limit in each interval, unless requests
     * wait.
     */
    public List<LeaseWish> wishes(long nowUs) {
        accounts.values().removeIf(account -> account.isIdle(nowUs));
        List<LeaseWish> wishes = new ArrayList<>();
        accounts.values().forEach(account -> account.wish(nowUs).ifPresent(wishes::add));
        return wishes;
    }

    /** Takes what billing granted, if it is of a limit. */
    public void take(LeaseGrant grant) {
        if (grant.getLeaseId().isEmpty() && grant.getRefusedReason().isEmpty()) {
            with(
                    grant.getBudgetId(),
                    account ->
                            account.slice(
                                    grant.getAmount(), grant.getExpiresAtUs() - rules.skewUs()));
        }
    }

    /** Limits were changed: billing is asked again at once. */
    public void reconsider() {
        accounts.values().forEach(SliceAccount::reconsider);
    }

    /** Billing did not answer the wishes. */
    public void unanswered() {
        accounts.values().forEach(SliceAccount::unanswered);
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
