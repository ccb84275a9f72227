// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

/**
 * What an engine can hold at once.
 *
 * @param kvCapacityTokens tokens of context that fit in its KV cache
 * @param maxRunning sequences that may share a step (vLLM: max-num-seqs)
 * @param maxBatchedTokens tokens computed per step, decoding and prompt together (vLLM:
 *     max-num-batched-tokens)
 * @param maxWaiting sequences that may wait; more are refused
 */
public record BatchLimits(
        long kvCapacityTokens, int maxRunning, int maxBatchedTokens, int maxWaiting) {
    /** vLLM's default token budget per step. */
    public static final int DEFAULT_BATCHED_TOKENS = 8192;

    public BatchLimits {
        if (kvCapacityTokens < 1 || maxRunning < 1 || maxBatchedTokens < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("batch limits must be positive");
        }
    }
}
