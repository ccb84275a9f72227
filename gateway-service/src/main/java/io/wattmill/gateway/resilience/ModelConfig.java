// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What differs for one model. */
public record ModelConfig(
        @Setting(value = "", min = 10, doc = "Longest wait for the first token of a stream.")
                Optional<Duration> firstTokenTimeout,
        @Setting(value = "", min = 10, doc = "Longest silence of an engine within a stream.")
                Optional<Duration> idleTimeout,
        @Setting(value = "", min = 10, doc = "Longest wait for a whole answer.")
                Optional<Duration> answerTimeout,
        @Setting(
                        value = "",
                        doc =
                                "Models that take over, in this order, when none of this model's"
                                        + " engines can; a caller's x-wattmill-fallback wins.")
                List<String> fallback) {

    /** Nothing differs. */
    public static final ModelConfig NONE =
            new ModelConfig(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
}
