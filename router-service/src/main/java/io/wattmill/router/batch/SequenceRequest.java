// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/**
 * A sequence that asks to be served.
 *
 * @param id unique among those waiting and running
 * @param promptTokens length of its prompt, at least 1
 * @param cachedTokens of these, found in the prefix cache and not computed again; at least one
 *     prompt token is always computed, because its result is the first output token
 * @param outputTokens tokens after which it ends, at least 1
 */
public record SequenceRequest(long id, int promptTokens, int cachedTokens, int outputTokens) {
    public SequenceRequest {
        if (promptTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException("a sequence has a prompt and an output");
        }
        if (cachedTokens < 0 || cachedTokens >= promptTokens) {
            throw new IllegalArgumentException("cached tokens must be fewer than prompt tokens");
        }
    }

    /** A sequence of which nothing is cached. */
    public static SequenceRequest cold(long id, int promptTokens, int outputTokens) {
        return new SequenceRequest(id, promptTokens, 0, outputTokens);
    }

    /** Most KV cache that it ever holds: its last token is never fed back. */
    public long peakKvTokens() {
        return (long) promptTokens + outputTokens - 1;
    }
}
