// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import java.util.List;
import java.util.OptionalInt;

/**
 * A chat completion as it was asked for.
 *
 * @param model model name
 * @param prompt length and hash of the messages
 * @param maxTokens highest number of output tokens, if the request sets one
 * @param stops texts that end the answer
 * @param ignoreEos whether the answer's natural end is ignored
 * @param seed the request's own seed, 0 if it has none
 * @param stream whether the answer is streamed
 * @param usage which usage figures a stream carries
 */
public record ChatRequest(
        String model,
        Prompt prompt,
        OptionalInt maxTokens,
        List<String> stops,
        boolean ignoreEos,
        long seed,
        boolean stream,
        StreamUsage usage) {

    /** Usage figures in a stream. */
    public enum StreamUsage {
        /** None. */
        NONE,
        /** In one chunk of its own before the end. */
        FINAL,
        /** In each chunk, and in one of its own before the end. */
        CONTINUOUS
    }

    /** What became of a body. */
    public sealed interface Parsed {
        /** It is a request. */
        record Accepted(ChatRequest request) implements Parsed {}

        /** It is not, for this reason. */
        record Rejected(ApiError error) implements Parsed {}
    }
}
