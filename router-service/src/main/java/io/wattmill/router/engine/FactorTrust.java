// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.stream.Stream;

/**
 * How the factors of a {@link Calibration} are known. Those that no measured row has moved are what
 * was assumed before the fit; they matter to the models that they are for.
 */
@FunctionalInterface
public interface FactorTrust {
    /** Every factor was fitted. */
    FactorTrust FITTED = _ -> Provenance.FITTED;

    /**
     * How this factor is known.
     *
     * @param factor name in {@code calibration.csv}
     */
    Provenance of(String factor);

    /** The least trustworthy of the factors that a step of this engine is computed with. */
    default Provenance of(ModelArchitecture model, GpuSpec gpu, Parallelism spread) {
        return entering(model, gpu, spread)
                .map(this::of)
                .reduce(Provenance.MEASURED, Provenance::and);
    }

    private static Stream<String> entering(
            ModelArchitecture model, GpuSpec gpu, Parallelism spread) {
        return Stream.of(
                        Stream.of(
                                "weight_read",
                                "products",
                                "prompt_products",
                                "prompt_attention",
                                "kv_read",
                                "overlap",
                                "kernel_starts",
                                "per_layer",
                                "per_sequence",
                                "per_step"),
                        where(model.hasExperts(), "expert_read", "expert_products"),
                        where(spread.stageGpus() > 1, "reduce_latency", "reduce_bytes"),
                        newer(model, gpu, spread),
                        ofLayers(model))
                .flatMap(names -> names);
    }

    private static Stream<String> newer(ModelArchitecture model, GpuSpec gpu, Parallelism spread) {
        if (gpu.generation() != GpuSpec.Generation.BLACKWELL) {
            return Stream.empty();
        }
        return Stream.of(
                        Stream.of("newer_layers"),
                        where(model.hasExperts(), "newer_experts"),
                        where(spread.stageGpus() > 1, "newer_reduce"))
                .flatMap(names -> names);
    }

    private static Stream<String> ofLayers(ModelArchitecture model) {
        Attention attention = model.attention();
        return Stream.of(
                        where(attention.isLatent(), "per_latent_layer"),
                        where(attention.chosen() > 0, "per_sparse_layer"),
                        where(attention.recurrent().layers() > 0, "per_recurrent_layer"))
                .flatMap(names -> names);
    }

    private static Stream<String> where(boolean holds, String... names) {
        return holds ? Stream.of(names) : Stream.empty();
    }
}
