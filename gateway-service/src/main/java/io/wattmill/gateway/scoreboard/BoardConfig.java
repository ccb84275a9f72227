// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.gateway.admission.TierConfig;
import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** What the figures of the factory are held against. */
public record BoardConfig(
        @Setting(
                        value = "0",
                        min = 0,
                        doc =
                                "Watts that the site may draw at its devices; 0: the sum of the"
                                        + " devices' caps.")
                long powerBudgetWatts,
        @Setting(
                        value = "500ms",
                        min = 1,
                        doc =
                                "Time to first token that a stream of the default tier should"
                                        + " meet.")
                Duration sloTtft,
        @Setting(value = "40ms", min = 1, doc = "Time per further token that it should meet.")
                Duration sloTpot,
        @Setting(
                        value = "990000",
                        min = 1,
                        max = 999_999,
                        doc = "Share of streams that should meet both, parts per million.")
                long sloObjectivePpm) {

    /** What streams of the default tier should meet. */
    public TierConfig defaultTier() {
        return new TierConfig(sloTtft, sloTpot, sloObjectivePpm);
    }
}
