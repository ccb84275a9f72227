// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How long answers to keys are kept, and how much of them. */
public record IdempotencyConfig(
        @Setting(
                        value = "24h",
                        min = 100,
                        max = 2_592_000_000L,
                        doc = "How long an Idempotency-Key stands, and its answer is kept.")
                Duration keep,
        @Setting(
                        value = "30s",
                        min = 100,
                        max = 600_000,
                        doc =
                                "How long the claim of a gateway that no longer answers stands;"
                                        + " then a retry runs anew.")
                Duration claim,
        @Setting(value = "2s", min = 10, doc = "Longest wait for PostgreSQL to claim or to keep.")
                Duration timeout,
        @Setting(
                        value = "60s",
                        min = 50,
                        doc =
                                "Time between two sweeps, which forget what is old and count what"
                                        + " there is.")
                Duration sweep,
        @Setting(value = "255", min = 1, max = 1_024, doc = "Characters of a key.") int maxKeyChars,
        @Setting(
                        value = "1048576",
                        min = 1,
                        max = 67_108_864,
                        doc =
                                "Bytes of an answer that is kept; a larger one is given once and"
                                        + " its repetition is refused.")
                int maxAnswerBytes,
        @Setting(
                        value = "67108864",
                        min = 1,
                        doc = "Bytes of answers in memory until they are kept, all together.")
                long maxHeldBytes,
        @Setting(
                        value = "268435456",
                        min = 1,
                        doc =
                                "Bytes of answers kept for a project; counted at each sweep, and by"
                                        + " each gateway as it goes.")
                long maxProjectBytes,
        @Setting(
                        value = "100000",
                        min = 1,
                        doc = "Keys of a project that stand at a time, counted likewise.")
                long maxProjectKeys) {

    public IdempotencyConfig {
        if (claim.compareTo(keep) > 0) {
            throw new IllegalArgumentException("idempotency.claim is longer than keep");
        }
    }
}
