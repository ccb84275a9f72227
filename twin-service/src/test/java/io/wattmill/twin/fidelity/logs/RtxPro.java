// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.twin.fidelity.data.EvenTuning;

import java.util.Locale;

/**
 * What a log tells of an RTX PRO 6000: shares of the data sheet that its kernels reach, and the
 * PCIe link between two of them. The start of a fit, and what it is pulled back to, are the shares
 * of the other GPUs of the catalogue and the link that the owners of the machine gave in their own
 * simulator's configuration (LLMServingSim, bench/examples/configs/Qwen3-32B.json, commit 9692a58:
 * 16 GB/s, 20 us a hop, two hops in a ring of two).
 *
 * @param gemm of peak compute
 * @param weightRead of peak bandwidth
 * @param kvRead of peak bandwidth
 * @param overlap of reading and computing, as in {@link EvenTuning}
 * @param busBytesPerSecond of the link
 * @param alphaSeconds of one all-reduce
 */
record RtxPro(
        double gemm,
        double weightRead,
        double kvRead,
        double overlap,
        double busBytesPerSecond,
        double alphaSeconds) {
    static final RtxPro BEFORE = new RtxPro(0.70, 0.85, 0.80, 0.30, 16e9, 40e-6);

    // Relative standard deviations of what is known before: other GPUs' shares differ by so much;
    // the link is hardly known.
    private static final double[] SPREAD = {0.10, 0.05, 0.05, 0.5, 1, 1};

    // vLLM 0.19 with CUDA graphs; round figures, assumed and not fitted.
    private static final double PER_LAYER = 10e-6;
    private static final double PER_SEQUENCE = 10e-6;
    private static final double PER_STEP = 1e-3;
    private static final double PREFILL_ATTENTION = 0.50;

    /** Each constant moved by so many standard deviations; those not named stay. */
    static RtxPro moved(double[] by) {
        double[] scale = new double[SPREAD.length];
        for (int i = 0; i < SPREAD.length; i++) {
            scale[i] = i < by.length ? Math.exp(by[i] * SPREAD[i]) : 1;
        }
        return new RtxPro(
                BEFORE.gemm * scale[0],
                BEFORE.weightRead * scale[1],
                BEFORE.kvRead * scale[2],
                BEFORE.overlap * scale[3],
                BEFORE.busBytesPerSecond * scale[4],
                BEFORE.alphaSeconds * scale[5]);
    }

    /** Constants that one GPU's run says something of, and how many two GPUs' does. */
    static int constantsOf(int tensorParallel) {
        return tensorParallel == 1 ? 4 : 6;
    }

    EngineModel engine(ModelArchitecture model, int tensorParallel) {
        GpuSpec gpu = Gpus.find("rtx-pro-6000").orElseThrow();
        return new EvenTuning(
                        gemm,
                        PREFILL_ATTENTION,
                        weightRead,
                        kvRead,
                        overlap,
                        PER_LAYER,
                        PER_SEQUENCE,
                        PER_STEP)
                .engine(
                        model,
                        EvenTuning.linked(gpu, alphaSeconds, busBytesPerSecond),
                        tensorParallel);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "gemm %.3f, weight read %.3f, KV read %.3f, overlap %.2f, link %.1f GB/s + %.0f us",
                gemm,
                weightRead,
                kvRead,
                overlap,
                busBytesPerSecond / 1e9,
                alphaSeconds * 1e6);
    }
}
