// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Bounds of the streams to router and billing. */
public record LinkConfig(
        @Setting(
                        value = "500ms",
                        min = 50,
                        max = 60_000,
                        doc = "Between two reports to the router.")
                Duration nodeReportPeriod,
        @Setting(value = "1s", min = 100, max = 60_000, doc = "Between two meter reports.")
                Duration meterReportPeriod,
        @Setting(value = "100ms", min = 1, doc = "First wait before a new stream to the router.")
                Duration nodeBackoffMin,
        @Setting(value = "1s", min = 1, doc = "Longest wait before a new stream to the router.")
                Duration nodeBackoffMax,
        @Setting(value = "200ms", min = 1, doc = "First wait before a new stream to billing.")
                Duration meterBackoffMin,
        @Setting(value = "5s", min = 1, doc = "Longest wait before a new stream to billing.")
                Duration meterBackoffMax,
        @Setting(value = "50", min = 0, max = 100, doc = "Share of a wait that is drawn by lot.")
                int backoffJitterPercent,
        @Setting(value = "2s", min = 10, doc = "Longest wait for a TCP connection.")
                Duration connectTimeout,
        @Setting(value = "5s", min = 10, doc = "Longest wait for the first answer on a stream.")
                Duration answerTimeout,
        @Setting(
                        value = "10s",
                        min = 10,
                        doc = "Longest wait for a meter report's acknowledgement.")
                Duration ackTimeout,
        @Setting(value = "32", min = 1, doc = "Meter reports on their way at once.")
                int meterWindow,
        @Setting(value = "64", min = 32, doc = "Messages that wait for a slow stream.")
                int queueCapacity,
        @Setting(value = "64", min = 1, doc = "Events that wait for the router in memory.")
                int maxEvents,
        @Setting(value = "2s", min = 100, doc = "Between two pings of a connection.")
                Duration pingPeriod,
        @Setting(value = "6s", min = 1_000, doc = "A connection silent for this long is dead.")
                Duration silenceLimit,
        @Setting(value = "16", min = 1, max = 1_024, doc = "Events on their way at once.")
                int eventWindow) {

    Backoff nodeBackoff() {
        return new Backoff(nodeBackoffMin, nodeBackoffMax, backoffJitterPercent);
    }

    Backoff meterBackoff() {
        return new Backoff(meterBackoffMin, meterBackoffMax, backoffJitterPercent);
    }
}
