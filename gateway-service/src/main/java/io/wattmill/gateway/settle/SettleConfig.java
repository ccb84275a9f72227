// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Size and pace of settlement. */
public record SettleConfig(
        @Setting(value = "500", min = 1, max = 5_000, doc = "Records in one batch.") int maxBatch,
        @Setting(
                        value = "1s",
                        min = 50,
                        max = 60_000,
                        doc = "Longest silence: then a batch carries only the watermark.")
                Duration heartbeat,
        @Setting(
                        value = "10s",
                        min = 100,
                        doc =
                                "Longest wait for the answer to a batch; then a new stream is"
                                        + " opened.")
                Duration ackTimeout,
        @Setting(value = "100ms", min = 1, doc = "First pause before settlement is tried again.")
                Duration minBackoff,
        @Setting(value = "5s", min = 10, doc = "Longest pause before settlement is tried again.")
                Duration maxBackoff) {}
