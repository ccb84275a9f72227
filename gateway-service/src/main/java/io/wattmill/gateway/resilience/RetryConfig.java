// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How many calls beyond one per request a model's engines may get. */
public record RetryConfig(
        @Setting(
                        value = "20",
                        min = 0,
                        max = 1_000,
                        doc = "Further calls, percent of a model's requests within the window.")
                int percent,
        @Setting(
                        value = "10",
                        min = 0,
                        max = 10_000,
                        doc = "Further calls per second that are allowed whatever the traffic.")
                int minPerSecond,
        @Setting(value = "10s", min = 100, doc = "The window of both.") Duration window) {}
