// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import java.util.List;
import java.util.OptionalInt;

/**
 * How answers are made.
 *
 * @param maxTokens highest number of output tokens per choice, if the request sets one
 * @param stops texts that end an answer
 * @param ignoreEos whether an answer's natural end is ignored
 * @param seed the request's own seed, 0 if it has none
 * @param choices answers per prompt, at least 1
 * @param topLogprobs alternatives that are reported per token; empty: no log probabilities
 */
public record Sampling(
        OptionalInt maxTokens,
        List<String> stops,
        boolean ignoreEos,
        long seed,
        int choices,
        OptionalInt topLogprobs) {}
