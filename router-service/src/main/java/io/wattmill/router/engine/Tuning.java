// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What a step's time is computed with.
 *
 * @param kernels what kernels get out of the GPU
 * @param calibration what the engine makes of them
 */
public record Tuning(KernelTable kernels, Calibration calibration) {

    /**
     * vLLM with dense models on Hopper, fitted by itself: to ML.ENERGY v3 (H100, bf16, Llama-3.1-8B
     * and 70B: 23 rows) and to aiconfigurator's vLLM points of Llama-3.1-70B in fp8 on H100 and
     * H200, TP 2-8 (40 points). It is better there than the general one, which has to serve all.
     */
    static final Tuning DENSE_ON_HOPPER =
            new Tuning(
                    KernelTable.even(new KernelTable.Product(0.70, 0.85, 0), 0.50, 0.80),
                    new Calibration(
                            1, 1, 1, 1, 1, 1, 1, 2, 1, 0.75, 0, 43e-6, 0, 0, 0, 1, 44e-6, 300e-6));

    /** The one for this backend, model and GPU. */
    public static Tuning of(EngineBackend backend, ModelArchitecture model, GpuSpec gpu) {
        boolean fittedByItself =
                backend == EngineBackend.VLLM
                        && gpu.generation() == GpuSpec.Generation.HOPPER
                        && !model.hasExperts()
                        && model.attention().recurrent().layers() == 0;
        return fittedByItself ? DENSE_ON_HOPPER : general(backend, gpu);
    }

    /** The one for this backend on this GPU, whatever the model. */
    public static Tuning general(EngineBackend backend, GpuSpec gpu) {
        return new Tuning(gpu.kernels(), Calibrations.of(backend));
    }
}
