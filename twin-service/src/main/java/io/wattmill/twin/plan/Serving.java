// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.OptionalInt;

/**
 * How a model is served; what a simulation needs beyond what the rules do.
 *
 * @param engines of this deployment on the whole site; empty: as many as fit on its node type
 * @param maxRunning sequences that share a step (vLLM: max-num-seqs)
 * @param maxBatchedTokens tokens computed per step (vLLM: max-num-batched-tokens)
 * @param maxWaiting sequences that wait at one engine; more are refused
 * @param sloTtftMs longest time to the first token of a good request
 * @param sloTpotMs longest mean time per token after it
 */
public record Serving(
        OptionalInt engines,
        int maxRunning,
        int maxBatchedTokens,
        int maxWaiting,
        long sloTtftMs,
        long sloTpotMs) {
    /** vLLM's usual limits; an objective for conversation. */
    public static final Serving USUAL =
            new Serving(OptionalInt.empty(), 256, 8_192, 1_024, 2_000, 50);
}
