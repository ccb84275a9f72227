// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What a step's time is computed with.
 *
 * @param kernels what kernels get out of the GPU
 * @param calibration what the engine makes of them
 * @param trust how the calibration's factors are known
 */
public record Tuning(KernelTable kernels, Calibration calibration, FactorTrust trust) {
    private static final String RTX_PRO = "rtx-pro-6000";

    /**
     * vLLM with dense models on Hopper, fitted by itself: to ML.ENERGY v3 (H100, bf16, Llama-3.1-8B
     * and 70B: 23 rows) and to aiconfigurator's vLLM points of Llama-3.1-70B in fp8 on H100 and
     * H200, TP 2-8 (40 points). It is better there than the general one, which has to serve all.
     */
    static final Tuning DENSE_ON_HOPPER =
            new Tuning(
                    KernelTable.even(new KernelTable.Product(0.70, 0.85, 0), 0.50, 0.80),
                    new Calibration(
                            1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 0.75, 0, 43e-6, 0, 0, 0, 1, 1, 44e-6,
                            300e-6));

    /**
     * vLLM 0.19 with dense models on RTX PRO 6000: means of what {@code fidelity vllm-logs} fits to
     * the real runs of Llama-3.1-8B on one and of Qwen3-32B on two (bf16, 300 requests each); per
     * layer, sequence and step assumed.
     */
    static final Tuning DENSE_ON_RTX_PRO =
            new Tuning(
                    KernelTable.even(new KernelTable.Product(0.69, 0.846, 0), 0.50, 0.795),
                    new Calibration(
                            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.44, 0, 10e-6, 0, 0, 0, 1, 1, 10e-6,
                            1e-3));

    /** Of fitted factors. */
    public Tuning(KernelTable kernels, Calibration calibration) {
        this(kernels, calibration, FactorTrust.FITTED);
    }

    /** The least trustworthy of what a step of this engine is computed with. */
    Provenance provenance(ModelArchitecture model, GpuSpec gpu, Parallelism spread) {
        return kernels.provenance(model).and(trust.of(model, gpu, spread));
    }

    /** The one for this backend, model and GPU. */
    public static Tuning of(EngineBackend backend, ModelArchitecture model, GpuSpec gpu) {
        boolean isPlain =
                backend == EngineBackend.VLLM
                        && !model.hasExperts()
                        && model.attention().recurrent().layers() == 0;
        if (isPlain && gpu.generation() == GpuSpec.Generation.HOPPER) {
            return DENSE_ON_HOPPER;
        }
        return isPlain && gpu.name().equals(RTX_PRO) ? DENSE_ON_RTX_PRO : general(backend, gpu);
    }

    /** The one for this backend on this GPU, whatever the model. */
    public static Tuning general(EngineBackend backend, GpuSpec gpu) {
        return new Tuning(gpu.kernels(), Calibrations.of(backend), Calibrations.trust(backend));
    }
}
