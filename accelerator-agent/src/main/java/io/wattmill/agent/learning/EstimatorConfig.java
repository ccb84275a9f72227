// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.regression.RegressionRules;
import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How joules per token are learned, and when what was learned is told as an engine's own. */
public record EstimatorConfig(
        @Setting(value = "1s", min = 100, max = 60_000, doc = "Length of a window to learn from.")
                Duration window,
        @Setting(
                        value = "5s",
                        min = 100,
                        max = 60_000,
                        doc = "Across a longer gap between two readings nothing is learned.")
                Duration gap,
        @Setting(value = "5m", min = 1_000, doc = "Busy time after which a window counts half.")
                Duration halfLife,
        @Setting(
                        value = "500000",
                        min = 1,
                        max = 10_000_000,
                        doc = "How far the router's coefficients may be off, parts per million.")
                long priorSpreadPpm,
        @Setting(
                        value = "60",
                        min = 1,
                        doc = "Busy windows before learned coefficients are told as the engine's.")
                long minWindows,
        @Setting(
                        value = "150000",
                        min = 1,
                        max = 1_000_000,
                        doc =
                                "Largest relative error, parts per million, of learned coefficients"
                                        + " that are told as the engine's.")
                long maxErrorPpm) {

    private static final double MILLION = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** The same for the arithmetic. */
    RegressionRules rules() {
        return new RegressionRules(
                halfLife.toMillis() / MILLIS_PER_SECOND, priorSpreadPpm / MILLION);
    }

    double maxError() {
        return maxErrorPpm / MILLION;
    }

    long windowUs() {
        return window.toNanos() / 1_000;
    }

    long gapUs() {
        return gap.toNanos() / 1_000;
    }
}
