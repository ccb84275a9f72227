// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** A tier that callers may ask for, and what its streams should meet. */
public record TierConfig(
        @Setting(value = "500ms", min = 1, doc = "Time to first token that a stream should meet.")
                Duration sloTtft,
        @Setting(value = "40ms", min = 1, doc = "Time per further token that it should meet.")
                Duration sloTpot,
        @Setting(
                        value = "990000",
                        min = 1,
                        max = 999_999,
                        doc = "Share of streams that should meet both, parts per million.")
                long sloObjectivePpm) {}
