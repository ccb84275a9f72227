// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import io.wattmill.twin.trace.Chance;

import java.util.function.ToDoubleFunction;

/** Tells when the next event is. */
public final class ArrivalClock {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Chance chance;
    private final ToDoubleFunction<Chance> gapSeconds;
    private double nowUs;

    ArrivalClock(Chance chance, ToDoubleFunction<Chance> gapSeconds) {
        this.chance = chance;
        this.gapSeconds = gapSeconds;
    }

    /** Microseconds from the beginning; the first event is one gap after it. */
    public long nextUs() {
        nowUs += gapSeconds.applyAsDouble(chance) * MICROS_PER_SECOND;
        return (long) nowUs;
    }
}
