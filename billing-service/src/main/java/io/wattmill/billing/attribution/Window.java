// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.meter.Coefficients;

/** Energy of one engine over a time: microjoules, epoch microseconds. */
public record Window(long energyUj, long startUs, long endUs, Coefficients coefficients) {

    private static final long US_PER_MS = 1_000L;

    /**
     * Base power x time, at most everything that was measured: milliwatts x milliseconds are
     * microjoules.
     */
    long baseUj() {
        long baseUj = Math.multiplyExact(coefficients.basePowerMw(), (endUs - startUs) / US_PER_MS);
        return Math.clamp(baseUj, 0, energyUj);
    }

    /** What was measured above it. */
    long dynamicUj() {
        return energyUj - baseUj();
    }
}
