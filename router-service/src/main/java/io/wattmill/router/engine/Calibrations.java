// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * The backends' calibrations: {@code calibration.csv}, read once. Its header says where its figures
 * come from.
 */
public final class Calibrations {
    private static final FactorFile FILE = FactorFile.of(Calibrations.class, "calibration.csv");
    private static final Calibration VLLM = read(EngineBackend.VLLM);
    private static final Calibration SGLANG = read(EngineBackend.SGLANG);
    private static final Calibration TRTLLM = read(EngineBackend.TRTLLM);

    private Calibrations() {}

    /** The one of this backend. */
    public static Calibration of(EngineBackend backend) {
        return switch (backend) {
            case VLLM -> VLLM;
            case SGLANG -> SGLANG;
            case TRTLLM -> TRTLLM;
        };
    }

    static FactorTrust trust(EngineBackend backend) {
        return factor -> FILE.known(factor, backend);
    }

    private static Calibration read(EngineBackend backend) {
        return new Calibration(
                FILE.of("weight_read", backend),
                FILE.of("expert_read", backend),
                FILE.of("products", backend),
                FILE.of("expert_products", backend),
                FILE.of("prompt_products", backend),
                FILE.of("prompt_attention", backend),
                FILE.of("kv_read", backend),
                FILE.of("reduce_latency", backend),
                FILE.of("newer_reduce", backend),
                FILE.of("reduce_bytes", backend),
                FILE.of("overlap", backend),
                FILE.of("kernel_starts", backend),
                FILE.of("per_layer", backend),
                FILE.of("per_latent_layer", backend),
                FILE.of("per_sparse_layer", backend),
                FILE.of("per_recurrent_layer", backend),
                FILE.of("newer_layers", backend),
                FILE.of("newer_experts", backend),
                FILE.of("per_sequence", backend),
                FILE.of("per_sorted_logit", backend),
                FILE.of("per_step", backend));
    }
}
