// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Limits of settlement. */
public record SettleConfig(
        @Setting(value = "5000", min = 1, max = 100_000, doc = "Most records of one batch.")
                int maxBatchRecords,
        @Setting(
                        value = "10s",
                        min = 100,
                        doc =
                                "Longest time for a batch; then the gateway is told to send it"
                                        + " again.")
                Duration timeout,
        @Setting(
                        value = "5s",
                        min = 100,
                        doc = "Longest wait for batches in work when the service drains.")
                Duration drainTimeout,
        @Setting(
                        value = "8",
                        min = 1,
                        max = 1_000,
                        doc =
                                "Rows that each balance is spread over, so that gateways that"
                                        + " settle at once do not wait for each other.")
                int shards) {}
