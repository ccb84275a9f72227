// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

import io.wattmill.contract.ledger.v1.LeaseWish;

import java.util.Optional;

/**
 * The slice of one limit. A rate fills a bucket that holds one second's worth; what is taken may
 * leave it below empty, and then nothing passes until it is filled again.
 */
final class SliceAccount {

    private static final long US_PER_S = 1_000_000L;
    private static final long US_PER_MINUTE = 60 * US_PER_S;

    /** Keeps products within 64 bits; no limit is above it. */
    private static final long MOST = 1_000_000_000L;

    private final String limitId;
    private final LeaseRules rules;
    private long slice;
    private long lastUs;

    /** In parts of {@link #US_PER_MINUTE}: grows by the slice in each microsecond. */
    private long level;

    private long filledUs;
    private int inUse;
    private long peak;
    private long taken;
    private boolean asked;
    private long sinceUs;
    private long wantedUs;

    SliceAccount(String limitId, LeaseRules rules, long nowUs) {
        this.limitId = limitId;
        this.rules = rules;
        this.sinceUs = nowUs;
        this.wantedUs = nowUs;
        this.filledUs = nowUs;
    }

    synchronized boolean take(long amount, long nowUs) {
        long counted = Math.min(amount, MOST);
        taken = Math.min(MOST, taken + counted);
        wantedUs = nowUs;
        fill(nowUs);
        if (nowUs >= lastUs || level < US_PER_MINUTE) {
            return false;
        }
        level -= counted * US_PER_MINUTE;
        return true;
    }

    private void fill(long nowUs) {
        long passedUs = Math.clamp(nowUs - filledUs, 0, US_PER_MINUTE);
        long most = Math.max(US_PER_MINUTE, slice * US_PER_S);
        level = Math.min(most, level + slice * passedUs);
        filledUs = nowUs;
    }

    synchronized boolean enter(long nowUs) {
        wantedUs = nowUs;
        peak = Math.max(peak, inUse + 1L);
        if (nowUs >= lastUs || inUse >= slice) {
            return false;
        }
        inUse++;
        return true;
    }

    synchronized void leave() {
        inUse--;
    }

    /** Renews while there is demand; a slice that nobody needs expires. */
    synchronized Optional<LeaseWish> wish(long nowUs) {
        long elapsedUs = Math.max(1, nowUs - sinceUs);
        long demand = Math.max(Math.max(peak, inUse), perMinute(elapsedUs));
        if (demand == 0 || (asked && elapsedUs < rules.intervalUs())) {
            return Optional.empty();
        }
        asked = true;
        sinceUs = nowUs;
        taken = 0;
        peak = inUse;
        return Optional.of(
                LeaseWish.newBuilder()
                        .setBudgetId(limitId)
                        .setAmount(demand)
                        .setInUse(inUse)
                        .build());
    }

    /** Before the first interval has passed too little is known: it counts as a whole one. */
    private long perMinute(long elapsedUs) {
        return Math.ceilDiv(taken * US_PER_MINUTE, Math.max(elapsedUs, rules.intervalUs()));
    }

    synchronized void slice(long amount, long untilUs) {
        slice = Math.min(amount, MOST);
        lastUs = untilUs;
    }

    synchronized boolean isIdle(long nowUs) {
        return inUse == 0 && nowUs - wantedUs >= rules.idleUs();
    }
}
