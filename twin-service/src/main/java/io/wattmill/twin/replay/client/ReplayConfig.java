// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/**
 * Bounds and timeouts of the replay client.
 *
 * @param maxInFlight requests without their whole answer; a request whose time comes beyond is not
 *     sent, and reported
 * @param maxEventBytes longest server-sent event
 * @param maxErrorBytes how much of an error body is read
 * @param connectTimeout to make a connection
 * @param firstTokenTimeout from sending a request to its first token
 * @param idleTimeout between two pieces of an answer after its first token
 * @param totalTimeout from sending a request to the end of its answer
 * @param keepAliveTimeout how long an idle connection may be used again; shorter than servers keep
 *     theirs (uvicorn: 5 s)
 * @param deadlineCheck how often timeouts are looked at: they are late by up to this
 * @param progressInterval how often the listener hears
 */
public record ReplayConfig(
        @Setting(value = "2000", min = 1, max = 60_000, doc = "Most requests in flight.")
                int maxInFlight,
        @Setting(value = "262144", min = 1_024, max = 16_777_216, doc = "Longest event, bytes.")
                int maxEventBytes,
        @Setting(value = "65536", min = 0, max = 16_777_216, doc = "Bytes read of an error body.")
                int maxErrorBytes,
        @Setting(value = "5s", min = 1, max = 600_000, doc = "To make a connection.")
                Duration connectTimeout,
        @Setting(value = "120s", min = 1, max = 86_400_000, doc = "To the first token.")
                Duration firstTokenTimeout,
        @Setting(value = "60s", min = 1, max = 86_400_000, doc = "Between pieces of an answer.")
                Duration idleTimeout,
        @Setting(value = "30m", min = 1, max = 86_400_000, doc = "To the end of the answer.")
                Duration totalTimeout,
        @Setting(value = "4s", min = 1_000, max = 600_000, doc = "Reuse of an idle connection.")
                Duration keepAliveTimeout,
        @Setting(value = "100ms", min = 1, max = 10_000, doc = "How often timeouts are checked.")
                Duration deadlineCheck,
        @Setting(value = "1s", min = 10, max = 60_000, doc = "How often progress is told.")
                Duration progressInterval) {}
