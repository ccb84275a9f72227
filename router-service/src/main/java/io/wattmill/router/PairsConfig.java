// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.wattmill.kit.config.Setting;
import io.wattmill.router.placement.PairRules;

import java.time.Duration;

/** When one engine computes a prompt and another one answers. */
public record PairsConfig(
        @Setting(
                        value = "400",
                        min = 1,
                        doc = "Gb/s at which one GPU sends KV cache; those of an engine add up")
                int linkGbps,
        @Setting(value = "2ms", doc = "until a transfer begins") Duration latency,
        @Setting(
                        value = "512",
                        min = 0,
                        doc =
                                "prompts with no more tokens to compute than this stay with the"
                                        + " engine that answers")
                int aloneTokens,
        @Setting(value = "false", doc = "whether KV cache may leave its zone")
                boolean acrossZones) {
    private static final double BYTES_PER_GIGABIT = 1e9 / 8;

    /**
     * @param ttft to be reached for a request to which nothing was promised
     */
    PairRules rules(Duration ttft) {
        return new PairRules(
                linkGbps * BYTES_PER_GIGABIT,
                latency.toNanos(),
                aloneTokens,
                ttft.toNanos(),
                acrossZones);
    }
}
