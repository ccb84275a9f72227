// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.power;

/**
 * One GPU's power and its exact integral: power is constant between two changes, and milliwatts
 * times nanoseconds are whole picojoules. Not thread-safe: it belongs to its node's context.
 */
public final class EnergyMeter {
    private static final long PICOJOULES_PER_NANOJOULE = 1_000;

    /** Longest stretch that is multiplied at once: 10 kW for 15 minutes still fits a long. */
    private static final long MAX_SEGMENT_NANOS = 900_000_000_000L;

    private long atNanos;
    private long powerMilliwatts;
    private long nanojoules;
    private long picojoules;

    /**
     * A meter at zero.
     *
     * @param atNanos now, on the node's monotonic time
     * @param powerMilliwatts power from now on
     */
    public EnergyMeter(long atNanos, long powerMilliwatts) {
        this.atNanos = atNanos;
        this.powerMilliwatts = powerMilliwatts;
    }

    /** Power changes at this instant, which must not be before the last one. */
    public void change(long atNanos, long powerMilliwatts) {
        advance(atNanos);
        this.powerMilliwatts = powerMilliwatts;
    }

    /** Accounts for the time up to this instant, which must not be before the last one. */
    public void advance(long toNanos) {
        if (toNanos < atNanos) {
            throw new IllegalArgumentException("time went back by " + (atNanos - toNanos) + " ns");
        }
        while (atNanos < toNanos) {
            long nanos = Math.min(toNanos - atNanos, MAX_SEGMENT_NANOS);
            picojoules += Math.multiplyExact(powerMilliwatts, nanos);
            nanojoules += picojoules / PICOJOULES_PER_NANOJOULE;
            picojoules %= PICOJOULES_PER_NANOJOULE;
            atNanos += nanos;
        }
    }

    /** Power now, in milliwatts. */
    public long powerMilliwatts() {
        return powerMilliwatts;
    }

    /** Energy since the meter was made, in nanojoules, up to the last instant it was told of. */
    public long nanojoules() {
        return nanojoules;
    }

    /** The same in whole millijoules, rounded down, as device counters show it. */
    public long millijoules() {
        return nanojoules / 1_000_000;
    }
}
