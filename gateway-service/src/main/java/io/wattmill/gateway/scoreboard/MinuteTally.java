// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many things went well, by minute, over a fixed number of minutes. For any number of threads;
 * a reader may miss what is written at that moment.
 */
final class MinuteTally {

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long PPM = 1_000_000;

    private final int minutes;
    private final AtomicLong[] minuteOf;
    private final AtomicLongArray good;
    private final AtomicLongArray all;

    MinuteTally(int minutes) {
        this.minutes = minutes;
        this.minuteOf = new AtomicLong[minutes];
        this.good = new AtomicLongArray(minutes);
        this.all = new AtomicLongArray(minutes);
        for (int i = 0; i < minutes; i++) {
            minuteOf[i] = new AtomicLong(Long.MIN_VALUE);
        }
    }

    /**
     * What the kept minutes held.
     *
     * @param good things that went well
     * @param all things
     * @param goodMinutes minutes in which a large enough share went well
     * @param allMinutes minutes in which there was anything
     */
    record Sum(long good, long all, long goodMinutes, long allMinutes) {}

    void add(boolean wentWell, long nowNanos) {
        long minute = Math.floorDiv(nowNanos, MINUTE_NANOS);
        int slot = (int) Math.floorMod(minute, (long) minutes);
        long before = minuteOf[slot].get();
        if (before != minute && minuteOf[slot].compareAndSet(before, minute)) {
            good.set(slot, 0);
            all.set(slot, 0);
        }
        if (wentWell) {
            good.incrementAndGet(slot);
        }
        all.incrementAndGet(slot);
    }

    /** Sums the minutes; one is good with at least {@code sharePpm} of its things. */
    Sum read(long nowNanos, long sharePpm) {
        long oldest = Math.floorDiv(nowNanos, MINUTE_NANOS) - minutes;
        Sum sum = new Sum(0, 0, 0, 0);
        for (int slot = 0; slot < minutes; slot++) {
            if (minuteOf[slot].get() > oldest && all.get(slot) > 0) {
                sum = with(sum, good.get(slot), all.get(slot), sharePpm);
            }
        }
        return sum;
    }

    private static Sum with(Sum sum, long good, long all, long sharePpm) {
        boolean goodMinute = good * PPM >= all * sharePpm;
        return new Sum(
                sum.good() + good,
                sum.all() + all,
                sum.goodMinutes() + (goodMinute ? 1 : 0),
                sum.allMinutes() + 1);
    }
}
