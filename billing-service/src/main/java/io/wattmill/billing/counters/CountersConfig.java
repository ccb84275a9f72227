// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** What is told on the bus. */
public record CountersConfig(
        @Setting(value = "1s", min = 50, doc = "How often totals are published.") Duration interval,
        @Setting(
                        value = "200",
                        min = 1,
                        max = 10_000,
                        doc = "Most models, and most projects; the rest is 'other'.")
                int maxRows,
        @Setting(
                        value = "5s",
                        min = 50,
                        doc = "How often what came of requests is summed up again.")
                Duration outcomeInterval,
        @Setting(
                        value = "10000",
                        min = 1,
                        max = 1_000_000,
                        doc = "Newest reported outcomes that are summed up.")
                int maxOutcomes,
        @Setting(
                        value = "1000",
                        min = 1,
                        max = 100_000,
                        doc = "Newest requests of a run that count with its reported outcome.")
                int maxRunRequests,
        @Setting(value = "5s", min = 1_000, doc = "A gateway without a sign for longer is silent.")
                Duration gatewaySilence,
        @Setting(
                        value = "10m",
                        min = 1_000,
                        doc = "A gateway that is silent for longer is no longer missed.")
                Duration gatewayMemory) {}
