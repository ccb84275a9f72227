// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.splitwise;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.fidelity.data.EvenTuning;

/**
 * The engine model behind the host of 2023: without CUDA graphs, kernels wait for the CPU that
 * starts them, so that a step takes about the longer of the two, {@code (gpu^3 + host^3)^(1/3)}.
 * Splitwise's token times hardly depend on the number of GPUs for that reason.
 */
final class HostBound {
    private enum Name {
        GEMM(0.75, 0.3),
        /** Products of more than a few thousand rows were slower by this factor. */
        LONG_PROMPT(1.3, 0.3),
        ATTENTION(0.4, 0.5),
        WEIGHT_READ(0.8, 0.05),
        KV_READ(0.7, 0.3),
        OVERLAP(0.3, 0.7),
        REDUCE_SECONDS(15e-6, 1),
        /** Of the bus of vLLM's custom all-reduce, which did not exist then. */
        REDUCE_SLOWER(3, 0.5),
        PER_SEQUENCE(200e-6, 1),
        HOST_PROMPT_LAYER(0.5e-3, 1),
        HOST_TOKEN_LAYER(0.38e-3, 1),
        /** The A100's host against the H100's. */
        A100_PROMPT(1.2, 0.3),
        A100_TOKEN(1.3, 0.3),
        /** A layer of BLOOM against one of Llama 2. */
        BLOOM_PROMPT(1.1, 0.3),
        BLOOM_TOKEN(1.2, 0.3);

        private final double before;
        private final double spread;

        Name(double before, double spread) {
            this.before = before;
            this.spread = spread;
        }
    }

    static final int COUNT = Name.values().length;
    private static final double LONG_PROMPT_TOKENS = 2500;
    private static final double SHARPNESS = 3;

    private final double[] moved;

    /**
     * @param moved each by so many standard deviations
     */
    HostBound(double[] moved) {
        this.moved = moved;
    }

    private double of(Name name) {
        return name.before * Math.exp(moved[name.ordinal()] * name.spread);
    }

    double promptSeconds(Shot shot) {
        double rows = (double) shot.batch() * shot.prompt();
        double share = 1 / (1 + Math.pow(LONG_PROMPT_TOKENS / rows, 3));
        double slower = 1 + (of(Name.LONG_PROMPT) - 1) * share;
        double host =
                of(Name.HOST_PROMPT_LAYER)
                        * (shot.setting().isA100() ? of(Name.A100_PROMPT) : 1)
                        * (shot.setting().isBloom() ? of(Name.BLOOM_PROMPT) : 1);
        return longer(seconds(shot, slower, shot.promptStep()), shot, host);
    }

    double tokenSeconds(Shot shot) {
        double host =
                of(Name.HOST_TOKEN_LAYER)
                        * (shot.setting().isA100() ? of(Name.A100_TOKEN) : 1)
                        * (shot.setting().isBloom() ? of(Name.BLOOM_TOKEN) : 1);
        return longer(seconds(shot, 1, shot.tokenStep()), shot, host);
    }

    private static double longer(double gpu, Shot shot, double hostPerLayer) {
        double host = shot.setting().model().layers() * hostPerLayer;
        return Math.pow(Math.pow(gpu, SHARPNESS) + Math.pow(host, SHARPNESS), 1 / SHARPNESS);
    }

    private double seconds(Shot shot, double slower, StepLoad load) {
        GpuSpec gpu =
                EvenTuning.linkedSlower(
                        shot.setting().gpu(), of(Name.REDUCE_SECONDS), of(Name.REDUCE_SLOWER));
        EvenTuning tuning =
                new EvenTuning(
                        of(Name.GEMM) / slower,
                        of(Name.ATTENTION),
                        of(Name.WEIGHT_READ),
                        of(Name.KV_READ),
                        of(Name.OVERLAP),
                        0,
                        of(Name.PER_SEQUENCE),
                        0);
        EngineModel engine =
                tuning.engine(shot.setting().model(), gpu, shot.setting().tensorParallel());
        return engine.seconds(load);
    }
}
