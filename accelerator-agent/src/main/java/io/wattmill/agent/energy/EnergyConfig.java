// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Bounds of the energy arithmetic. */
public record EnergyConfig(
        @Setting(
                        value = "30s",
                        min = 1_000,
                        doc = "How far back counter and integral are compared.")
                Duration window,
        @Setting(value = "2s", min = 1, doc = "The shortest span that is judged.")
                Duration judgeAfter,
        @Setting(
                        value = "3s",
                        min = 1,
                        max = 60_000,
                        doc = "Across longer gaps power is not integrated.")
                Duration gap) {

    /** The same in the units of the arithmetic. */
    public EnergyLimits limits() {
        return new EnergyLimits(window.toNanos(), judgeAfter.toNanos(), gap.toNanos());
    }
}
