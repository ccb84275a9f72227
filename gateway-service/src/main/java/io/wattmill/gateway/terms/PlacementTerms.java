// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.terms;

import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Optional;

/** Terms that requests are placed on, as far as somebody said. */
public record PlacementTerms(
        @Setting(
                        value = "",
                        doc =
                                "How an engine is chosen: latency, balanced, efficiency, or one of"
                                        + " the router's other modes.")
                Optional<Mode> mode,
        @Setting(value = "", doc = "What is spent least of: joules, price or carbon.")
                Optional<CostUnit> cost,
        @Setting(value = "", min = 1, doc = "Time to first token that is promised.")
                Optional<Duration> sloTtft,
        @Setting(value = "", min = 1, doc = "Time per further token that is promised.")
                Optional<Duration> sloTpot,
        @Setting(
                        value = "",
                        min = 1,
                        doc =
                                "Time per further token that is never exceeded knowingly; mode"
                                        + " efficiency takes what is promised loosely.")
                Optional<Duration> tpotCap) {

    /** Nobody said anything. */
    public static final PlacementTerms NONE =
            new PlacementTerms(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** These, and where they are silent those of {@code others}. */
    public PlacementTerms or(PlacementTerms others) {
        return new PlacementTerms(
                mode.or(others::mode),
                cost.or(others::cost),
                sloTtft.or(others::sloTtft),
                sloTpot.or(others::sloTpot),
                tpotCap.or(others::tpotCap));
    }
}
