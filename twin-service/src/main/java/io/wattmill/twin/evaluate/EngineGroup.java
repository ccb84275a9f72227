// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;

/**
 * Equal nodes, each with one engine.
 *
 * @param count how many, at least 1
 * @param gpu what they run on
 * @param model what they serve
 * @param tensorParallel GPUs of each
 * @param kvTokens tokens of KV cache of each engine
 */
public record EngineGroup(
        int count, GpuSpec gpu, ModelArchitecture model, int tensorParallel, long kvTokens) {
    private static final int MAX_RUNNING = 256;
    private static final int MAX_WAITING = 100_000;

    /** As much KV cache as vLLM makes of such GPUs. */
    public EngineGroup(int count, GpuSpec gpu, ModelArchitecture model, int tensorParallel) {
        this(count, gpu, model, tensorParallel, room(gpu, model, tensorParallel));
    }

    /** Eight nodes of one H100 with Llama-3.1-8B. */
    public static EngineGroup usual() {
        return new EngineGroup(8, Gpus.H100_SXM, Models.LLAMA_3_1_8B, 1);
    }

    /** Tokens that fit; not above 0 where the weights alone are too large. */
    static long room(GpuSpec gpu, ModelArchitecture model, int tensorParallel) {
        return new EngineModel(model, gpu, tensorParallel).kvCapacityTokens();
    }

    EngineModel engine() {
        return new EngineModel(model, gpu, tensorParallel);
    }

    BatchLimits limits() {
        return new BatchLimits(
                kvTokens, MAX_RUNNING, BatchLimits.DEFAULT_BATCHED_TOKENS, MAX_WAITING);
    }

    /** For people: "8 x 1 h100-sxm". */
    String words() {
        return count + " x " + tensorParallel + " " + gpu.name();
    }
}
