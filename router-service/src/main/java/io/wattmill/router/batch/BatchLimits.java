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
 * @param blockTokens tokens per block of the prefix cache (vLLM: block-size)
 */
public record BatchLimits(
        long kvCapacityTokens,
        int maxRunning,
        int maxBatchedTokens,
        int maxWaiting,
        int blockTokens) {
    /** vLLM's default token budget per step. */
    public static final int DEFAULT_BATCHED_TOKENS = 8192;

    /** vLLM's default block. */
    public static final int DEFAULT_BLOCK_TOKENS = 16;

    public BatchLimits {
        if (kvCapacityTokens < 1 || maxRunning < 1 || maxBatchedTokens < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException("batch limits must be positive");
        }
        if (blockTokens < 1) {
            throw new IllegalArgumentException("a block holds at least one token");
        }
    }

    /** Limits with blocks of the default size. */
    public BatchLimits(
            long kvCapacityTokens, int maxRunning, int maxBatchedTokens, int maxWaiting) {
        this(kvCapacityTokens, maxRunning, maxBatchedTokens, maxWaiting, DEFAULT_BLOCK_TOKENS);
    }
}
