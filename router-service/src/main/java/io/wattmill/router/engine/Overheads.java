// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Time that an engine spends beside its kernels, seconds.
 *
 * @param perLayer launches and norms, whatever the batch
 * @param perSequence scheduling and sampling of one decoding sequence
 * @param perStep scheduler and bookkeeping
 */
public record Overheads(double perLayer, double perSequence, double perStep) {
    /** vLLM on Hopper, fitted with {@link EngineModel}'s rows. */
    public static final Overheads VLLM_HOPPER = new Overheads(43e-6, 44e-6, 300e-6);

    /**
     * vLLM 0.19 on RTX PRO 6000 with CUDA graphs: 10 us per layer and sequence, 1 ms per step;
     * assumed as round figures, not fitted, by the logs that {@code fidelity vllm-logs} replays.
     */
    public static final Overheads VLLM_GRAPHS = new Overheads(10e-6, 10e-6, 1e-3);
}
