// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;

/**
 * What an engine holds at once, as far as prediction cares.
 *
 * @param kvCapacityTokens tokens of context
 * @param maxRunning sequences per step
 * @param maxBatchedTokens tokens computed per step
 */
public record EngineLimits(long kvCapacityTokens, int maxRunning, int maxBatchedTokens) {
    /**
     * Share of the KV cache beyond which a prompt waits for room, and others behind it: what
     * decodes needs some of it every step.
     */
    public static final double FULL_KV = 0.98;

    /** vLLM's default for max-num-seqs on data-centre GPUs. */
    private static final int VLLM_MAX_RUNNING = 1024;

    /** What the engine tells (0 = nothing), completed by what its model and GPU suggest. */
    public static EngineLimits of(long toldKvTokens, int toldMaxRunning, EngineModel model) {
        long kv = toldKvTokens > 0 ? toldKvTokens : Math.max(1, model.kvCapacityTokens());
        int running = toldMaxRunning > 0 ? toldMaxRunning : VLLM_MAX_RUNNING;
        return new EngineLimits(kv, running, BatchLimits.DEFAULT_BATCHED_TOKENS);
    }
}
