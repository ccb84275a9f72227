// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import io.wattmill.twin.trace.Chance;

import java.util.function.ToDoubleFunction;

/** Gaps between events that only come in bursts; bursts and pauses last exponentially long. */
final class BurstGaps implements ToDoubleFunction<Chance> {
    private final double ratePerSecond;
    private final double burstSeconds;
    private final double quietSeconds;
    private double leftSeconds;

    BurstGaps(double meanPerSecond, double burstSeconds, double quietSeconds) {
        this.ratePerSecond = meanPerSecond * (burstSeconds + quietSeconds) / burstSeconds;
        this.burstSeconds = burstSeconds;
        this.quietSeconds = quietSeconds;
    }

    @Override
    public double applyAsDouble(Chance chance) {
        double gap = chance.gap(ratePerSecond);
        double passed = 0;
        while (gap > leftSeconds) {
            gap -= leftSeconds;
            passed += leftSeconds + quiet(chance);
            leftSeconds = chance.gap(1 / burstSeconds);
        }
        leftSeconds -= gap;
        return passed + gap;
    }

    private double quiet(Chance chance) {
        return quietSeconds == 0 ? 0 : chance.gap(1 / quietSeconds);
    }
}
