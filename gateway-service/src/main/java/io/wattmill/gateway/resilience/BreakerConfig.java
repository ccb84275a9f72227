// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** When an engine that fails is left alone, and for how long. */
public record BreakerConfig(
        @Setting(
                        value = "5",
                        min = 1,
                        doc = "Failures of an engine, one after the other, that open its breaker.")
                int failuresInARow,
        @Setting(
                        value = "50",
                        min = 1,
                        max = 100,
                        doc = "Percent of an engine's calls whose failure opens it too.")
                int failurePercent,
        @Setting(value = "20", min = 1, doc = "Calls within the window before that share counts.")
                int minCalls,
        @Setting(value = "10s", min = 100, doc = "The window of that share.") Duration window,
        @Setting(
                        value = "1s",
                        min = 10,
                        doc =
                                "How long a breaker is open first; it doubles with each failed"
                                        + " probe.")
                Duration minOpen,
        @Setting(value = "30s", min = 10, doc = "How long it is open at most.") Duration maxOpen,
        @Setting(
                        value = "60s",
                        min = 10,
                        doc = "Longest Retry-After of an engine that is honoured.")
                Duration maxRest,
        @Setting(value = "4096", min = 1, doc = "Engines that have failed and are remembered.")
                int maxEngines) {}
