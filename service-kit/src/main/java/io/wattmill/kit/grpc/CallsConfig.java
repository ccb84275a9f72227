// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How a process calls the gRPC port of another one. */
public record CallsConfig(
        @Setting(value = "2s", min = 10, max = 60_000, doc = "Longest wait for a connection.")
                Duration connectTimeout,
        @Setting(
                        value = "5s",
                        min = 10,
                        max = 600_000,
                        doc = "Longest call whose service has no limit of its own for it.")
                Duration deadline,
        @Setting(value = "2s", min = 100, max = 60_000, doc = "Time between pings of a connection.")
                Duration pingPeriod,
        @Setting(
                        value = "6s",
                        min = 1_000,
                        max = 600_000,
                        doc = "A connection that is silent for so long is dead.")
                Duration silenceLimit,
        @Setting(value = "4096", min = 0, doc = "Calls that may wait for a connection.")
                int maxWaiting) {}
