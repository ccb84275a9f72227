// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import java.util.OptionalLong;

/**
 * Trapezoid integral of power over the samples, in whole microjoules with the remainder carried, so
 * that it loses nothing however often it is read.
 */
final class PowerIntegral {

    /**
     * Half milliwatt-nanoseconds in a microjoule: 1 mW * 1 ns = 1e-6 uJ, and two powers are added.
     */
    private static final long HALVES_PER_UJ = 2_000_000;

    private final long gapNanos;
    private boolean started;
    private long lastNanos;
    private long lastMw;
    private long rest;
    private long totalUj;

    PowerIntegral(long gapNanos) {
        this.gapNanos = gapNanos;
    }

    /** What a step added. */
    record Step(long addedUj, boolean gap) {}

    /** Adds the area between the previous sample and this one, unless too much lies between. */
    Step accept(long atNanos, OptionalLong powerMw) {
        if (powerMw.isEmpty()) {
            return new Step(0, false);
        }
        long sinceNanos = started ? atNanos - lastNanos : 0;
        boolean gap = sinceNanos > gapNanos;
        long added = gap ? 0 : area(sinceNanos, lastMw + powerMw.getAsLong());
        started = true;
        lastNanos = atNanos;
        lastMw = powerMw.getAsLong();
        totalUj += added;
        return new Step(added, gap);
    }

    long totalUj() {
        return totalUj;
    }

    private long area(long nanos, long bothMw) {
        rest += Math.max(nanos, 0) * bothMw;
        long whole = rest / HALVES_PER_UJ;
        rest %= HALVES_PER_UJ;
        return whole;
    }
}
