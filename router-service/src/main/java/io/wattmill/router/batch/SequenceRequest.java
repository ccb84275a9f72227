// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/**
 * A sequence that asks to be served.
 *
 * @param id unique among those waiting and running
 * @param promptTokens length of its prompt, at least 1
 * @param outputTokens tokens after which it ends, at least 1
 * @param blocks names of its full blocks of {@link BatchLimits#blockTokens} tokens, prompt first;
 *     they may go on into the output. What it finds cached it does not compute; at least one prompt
 *     token is always computed, because its result is the first output token
 * @param deliveredTokens of the prompt whose KV cache comes from another engine and is there; fewer
 *     than promptTokens. They are not computed unless the sequence loses its place
 */
public record SequenceRequest(
        long id, int promptTokens, int outputTokens, PrefixBlocks blocks, int deliveredTokens) {

    /** Refuses what is no sequence. */
    public SequenceRequest {
        if (deliveredTokens < 0 || deliveredTokens >= Math.max(1, promptTokens)) {
            throw new IllegalArgumentException("the last token of a prompt is always computed");
        }
        if (promptTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException("a sequence has a prompt and an output");
        }
    }

    /** A sequence whose prompt is computed here. */
    public SequenceRequest(long id, int promptTokens, int outputTokens, PrefixBlocks blocks) {
        this(id, promptTokens, outputTokens, blocks, 0);
    }

    /** A sequence that shares nothing with others. */
    public static SequenceRequest cold(long id, int promptTokens, int outputTokens) {
        return new SequenceRequest(id, promptTokens, outputTokens, PrefixBlocks.NONE);
    }

    /** Most KV cache that it ever holds: its last token is never fed back. */
    public long peakKvTokens() {
        return (long) promptTokens + outputTokens - 1;
    }
}
