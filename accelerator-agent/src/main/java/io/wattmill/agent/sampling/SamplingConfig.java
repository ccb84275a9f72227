// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How often things are looked at. */
public record SamplingConfig(
        @Setting(
                        value = "200ms",
                        min = 10,
                        max = 60_000,
                        doc = "Between two looks at the page of a dcgm-exporter.")
                Duration devicePeriod,
        @Setting(
                        value = "20",
                        min = 0,
                        max = 100,
                        doc =
                                "How far a period may stray, in percent of it, so that sampling"
                                        + " does not march in step with the batch.")
                int jitterPercent,
        @Setting(value = "0", doc = "Seed of all that is drawn by lot.") long seed,
        @Setting(value = "500ms", min = 10, max = 60_000, doc = "Between two looks at an engine.")
                Duration enginePeriod,
        @Setting(
                        value = "5s",
                        min = 0,
                        max = 60_000,
                        doc =
                                "An engine that answers late stays in use for so long after its"
                                        + " last answer; one that cannot be reached does not.")
                Duration enginePatience,
        @Setting(value = "10s", min = 100, doc = "Between two readings of an engine's models.")
                Duration modelsPeriod,
        @Setting(
                        value = "2s",
                        min = 100,
                        doc = "Devices not seen for this long make the node suspect.")
                Duration staleAfter,
        @Setting(
                        value = "10s",
                        min = 1_000,
                        max = 600_000,
                        doc = "Stretch of time over which an engine's latencies are told.")
                Duration latencyWindow) {}
