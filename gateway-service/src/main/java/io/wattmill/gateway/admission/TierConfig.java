// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.terms.CostUnit;
import io.wattmill.gateway.terms.Mode;
import io.wattmill.gateway.terms.PlacementTerms;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Optional;

/** A tier that callers may ask for, what its streams should meet, and how they are placed. */
public record TierConfig(
        @Setting(value = "500ms", min = 1, doc = "Time to first token that a stream should meet.")
                Duration sloTtft,
        @Setting(value = "40ms", min = 1, doc = "Time per further token that it should meet.")
                Duration sloTpot,
        @Setting(
                        value = "990000",
                        min = 1,
                        max = 999_999,
                        doc = "Share of streams that should meet both, parts per million.")
                long sloObjectivePpm,
        @Setting(
                        value = "",
                        doc =
                                "How the router chooses an engine: latency, balanced, efficiency,"
                                        + " or one of its other modes; else as it is configured.")
                Optional<Mode> mode,
        @Setting(value = "", doc = "What the router spends least of: joules, price or carbon.")
                Optional<CostUnit> cost,
        @Setting(
                        value = "",
                        min = 1,
                        doc =
                                "Time per further token that the router never exceeds knowingly,"
                                        + " however loosely its mode takes slo-tpot.")
                Optional<Duration> tpotCap) {

    /** A tier that is placed as any other. */
    public TierConfig(Duration sloTtft, Duration sloTpot, long sloObjectivePpm) {
        this(
                sloTtft,
                sloTpot,
                sloObjectivePpm,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What the router is told of its requests. */
    public PlacementTerms terms() {
        return new PlacementTerms(mode, cost, Optional.of(sloTtft), Optional.of(sloTpot), tpotCap);
    }
}
