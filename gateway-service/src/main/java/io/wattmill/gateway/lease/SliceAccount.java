// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.gateway.lease.SliceBook.Outcome;

import java.util.Optional;

/** The slice of one limit: so much within any minute, or so many at a time. */
final class SliceAccount {

    private static final long US_PER_MINUTE = 60_000_000L;

    /** Part of a slice that is kept beyond what is in use while billing divides the limit anew. */
    private static final long HEADROOM = 10;

    /** Keeps products within 64 bits; no limit is above it. */
    private static final long MOST = 1_000_000_000L;

    private final String limitId;
    private final LeaseRules rules;
    private final RateWindow window;
    private long slice;

    /** While billing is asked: what it was told is in use. More might be another's by now. */
    private long bound = MOST;

    private long lastUs;
    private int inUse;
    private long peak;
    private long taken;
    private long lacking;
    private boolean asked;
    private long sinceUs;
    private long wantedUs;

    SliceAccount(String limitId, LeaseRules rules, long nowUs) {
        this.limitId = limitId;
        this.rules = rules;
        this.window = new RateWindow(nowUs);
        this.sinceUs = nowUs;
        this.wantedUs = nowUs;
    }

    synchronized Outcome take(SliceClaim claim, long nowUs) {
        long counted = Math.min(claim.amount(), MOST);
        if (!claim.again()) {
            taken = Math.min(MOST, taken + counted);
        }
        wantedUs = nowUs;
        if (nowUs < lastUs && window.used(nowUs) + counted <= usable()) {
            window.add(counted, nowUs);
            return new Outcome.Passed();
        }
        if (mayGrow(claim, nowUs)) {
            lacking = Math.min(MOST, lacking + counted);
            return new Outcome.Awaited();
        }
        return new Outcome.Over(
                counted > slice ? rules.intervalUs() : window.until(slice - counted, nowUs));
    }

    /** Whether billing's next answer may help: there is none in hand, or it can be more. */
    private boolean mayGrow(SliceClaim claim, long nowUs) {
        return nowUs >= lastUs || bound < slice || (slice < claim.limit() && !askedLately(nowUs));
    }

    private long usable() {
        return Math.min(slice, bound);
    }

    private boolean askedLately(long nowUs) {
        return asked && nowUs - sinceUs < rules.intervalUs();
    }

    /** Takes back a part of what passed at an instant. */
    synchronized void giveBack(long amount, long atUs, long nowUs) {
        window.remove(amount, atUs, nowUs);
    }

    /** Counts what passed already. */
    synchronized void add(long amount, long nowUs) {
        window.add(Math.min(amount, MOST), nowUs);
    }

    synchronized Outcome enter(SliceClaim claim, long nowUs) {
        wantedUs = nowUs;
        peak = Math.max(peak, inUse + 1L);
        if (nowUs < lastUs && inUse < usable()) {
            inUse++;
            return new Outcome.Passed();
        }
        if (mayGrow(claim, nowUs)) {
            lacking = Math.min(MOST, lacking + 1);
            return new Outcome.Awaited();
        }
        return new Outcome.Over(0);
    }

    /** Takes a place, though there may be none. */
    synchronized void enterAnyway() {
        inUse++;
    }

    synchronized void leave() {
        inUse--;
    }

    /** What would pass now. */
    synchronized long remaining(long nowUs) {
        return nowUs < lastUs ? Math.max(0, usable() - window.used(nowUs)) : 0;
    }

    /** Microseconds until nothing counts any more. */
    synchronized long resetUs(long nowUs) {
        return window.used(nowUs) == 0 ? 0 : window.until(0, nowUs);
    }

    /**
     * Renews while there is demand, and while what passed still counts; a slice that nobody needs
     * expires. While requests wait there is no interval.
     */
    synchronized Optional<LeaseWish> wish(long nowUs) {
        long elapsedUs = Math.max(1, nowUs - sinceUs);
        long used = window.used(nowUs);
        long demand = Math.max(Math.max(peak, inUse), Math.max(used, perMinute(elapsedUs)));
        boolean due = lacking > 0 || !asked || elapsedUs >= rules.intervalUs();
        if (demand + lacking == 0 || !due) {
            return Optional.empty();
        }
        long wanted = Math.max(demand, Math.max(used, inUse) + lacking);
        asked = true;
        sinceUs = nowUs;
        taken = 0;
        lacking = 0;
        peak = inUse;
        long inHand = Math.max(used, inUse);
        bound = Math.max(inHand, Math.min(slice, inHand + Math.ceilDiv(slice, HEADROOM)));
        return Optional.of(
                LeaseWish.newBuilder()
                        .setBudgetId(limitId)
                        .setAmount(wanted)
                        .setInUse(bound)
                        .build());
    }

    /** Before the first interval has passed too little is known: it counts as a whole one. */
    private long perMinute(long elapsedUs) {
        return Math.ceilDiv(taken * US_PER_MINUTE, Math.max(elapsedUs, rules.intervalUs()));
    }

    /** Requests that wait ask again now, and say what they still lack. */
    synchronized void slice(long amount, long untilUs) {
        slice = Math.min(amount, MOST);
        lacking = 0;
        lastUs = untilUs;
        bound = MOST;
    }

    /** Billing did not answer: what it gave before stands until its end. */
    synchronized void unanswered() {
        bound = MOST;
    }

    /** The limit was changed: billing is asked again. */
    synchronized void reconsider() {
        asked = false;
    }

    synchronized boolean isIdle(long nowUs) {
        return inUse == 0 && nowUs - wantedUs >= rules.idleUs();
    }
}
