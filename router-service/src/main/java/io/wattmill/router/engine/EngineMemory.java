// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What of the memory of an engine's GPUs goes to weights, to the KV cache, and to neither.
 *
 * @param model whose weights and cache they are
 * @param hbmBytes memory of each GPU
 * @param spread how the model is spread over the GPUs
 */
public record EngineMemory(ModelArchitecture model, long hbmBytes, Parallelism spread) {
    static final int VLLM_UTILIZATION_PPM = 900_000;

    // Memory that is neither weights nor KV: activations, CUDA graphs and context, and NCCL's
    // buffers. Source: aiconfigurator systems/*.yaml (other_mem, nccl_mem).
    private static final long RESERVED_BYTES_PER_GPU = 3_758_096_384L;
    private static final long NCCL_BYTES_PER_GPU = 411_041_792L;
    private static final long PPM = 1_000_000;

    /**
     * Tokens of context that fit beside the weights; 0 when the weights do not fit.
     *
     * @param utilizationPpm share of device memory that the engine may take
     */
    public long kvCapacityTokens(int utilizationPpm) {
        long usable = hbmBytes / PPM * utilizationPpm;
        long free = usable - weightBytesPerGpu() - reservedBytesPerGpu();
        // Each GPU of a stage keeps its heads' part of the cache, for its stage's layers.
        long holders = Math.min(spread.tensor(), model.kvHeads());
        long tokens = free * holders * spread.pipeline() / model.kvBytesPerToken();
        return Math.max(0, tokens) * spread.attentionData();
    }

    /** Bytes of weights on each GPU: copies of the attention have all but the experts each. */
    public long weightBytesPerGpu() {
        long once = model.weightBytes() - model.expertBytes();
        long stage = once / spread.tensor() + model.expertBytes() / spread.stageGpus();
        return stage / spread.pipeline();
    }

    /** Memory of each GPU that neither weights nor KV cache can have. */
    public long reservedBytesPerGpu() {
        return RESERVED_BYTES_PER_GPU + (spread.gpus() > 1 ? NCCL_BYTES_PER_GPU : 0);
    }
}
