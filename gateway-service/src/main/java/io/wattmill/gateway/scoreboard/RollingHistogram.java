// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Percentiles of the last minutes. Buckets grow by 1/16 of a power of two, so that a percentile is
 * at most 6.25 % above the truth. For any number of threads; a reader may miss what is written at
 * that moment.
 */
final class RollingHistogram {

    private static final int SUB_BITS = 4;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = (40 - SUB_BITS + 1) * SUB;
    private static final int SLOTS = 5;
    private static final long SLOT_NANOS = 60_000_000_000L;

    private final AtomicLongArray[] slots = new AtomicLongArray[SLOTS];
    private final AtomicLong[] minutes = new AtomicLong[SLOTS];

    RollingHistogram() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new AtomicLongArray(BUCKETS);
            minutes[i] = new AtomicLong(Long.MIN_VALUE);
        }
    }

    /** Adds a value, in any unit, 0 or more. */
    void record(long value, long nowNanos) {
        long minute = Math.floorDiv(nowNanos, SLOT_NANOS);
        int slot = (int) Math.floorMod(minute, (long) SLOTS);
        long before = minutes[slot].get();
        if (before != minute && minutes[slot].compareAndSet(before, minute)) {
            clear(slots[slot]);
        }
        slots[slot].incrementAndGet(bucket(value));
    }

    private static void clear(AtomicLongArray counts) {
        for (int i = 0; i < BUCKETS; i++) {
            counts.set(i, 0);
        }
    }

    /**
     * Upper bounds of the wanted percentiles (in ppm) over the last minutes; empty without values.
     */
    OptionalLong[] percentiles(long nowNanos, long... ppm) {
        long[] counts = counts(nowNanos);
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        OptionalLong[] results = new OptionalLong[ppm.length];
        for (int i = 0; i < ppm.length; i++) {
            results[i] =
                    total == 0 ? OptionalLong.empty() : OptionalLong.of(at(counts, total, ppm[i]));
        }
        return results;
    }

    /** Values in the last minutes. */
    long count(long nowNanos) {
        long total = 0;
        for (long count : counts(nowNanos)) {
            total += count;
        }
        return total;
    }

    private long[] counts(long nowNanos) {
        long minute = Math.floorDiv(nowNanos, SLOT_NANOS);
        long[] counts = new long[BUCKETS];
        for (int slot = 0; slot < SLOTS; slot++) {
            if (minutes[slot].get() > minute - SLOTS) {
                for (int i = 0; i < BUCKETS; i++) {
                    counts[i] += slots[slot].get(i);
                }
            }
        }
        return counts;
    }

    private static long at(long[] counts, long total, long ppm) {
        long rank = Math.max(1, Math.ceilDiv(total * ppm, 1_000_000L));
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return upper(i);
            }
        }
        return upper(BUCKETS - 1);
    }

    private static int bucket(long value) {
        if (value < SUB) {
            return (int) Math.max(0, value);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int sub = (int) (value >>> exponent - SUB_BITS) & SUB - 1;
        return Math.min(BUCKETS - 1, (exponent - SUB_BITS + 1) * SUB + sub);
    }

    private static long upper(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int exponent = bucket / SUB + SUB_BITS - 1;
        long sub = bucket % SUB;
        return (SUB + sub + 1 << exponent - SUB_BITS) - 1;
    }
}
