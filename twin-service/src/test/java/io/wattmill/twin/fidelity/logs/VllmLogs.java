// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.logs;

import io.wattmill.router.engine.Models;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Simplex;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The two runs of real vLLM on RTX PRO 6000 (LLMServingSim, commit 5daddb2, MIT), 300 requests
 * each, fitted on one and scored on the other, both ways: {@code deploy/measure/fidelity
 * vllm-logs}.
 */
public final class VllmLogs {
    /** How strongly a constant is held back: this much loss at three standard deviations. */
    private static final double PULL = 0.018 / 9;

    private static final double STRIDE = 0.5;
    private static final int ROUNDS = 250;

    private final LogRun llama;
    private final LogRun qwen;

    VllmLogs(Path data) throws IOException {
        llama = LogRun.read(data, "Llama-3.1-8B", Models.LLAMA_3_1_8B, 1);
        qwen = LogRun.read(data, "Qwen3-32B", Models.find("qwen3-32b").orElseThrow(), 2);
    }

    /** Fitted on the run of one model, scored on the other's. */
    record Crossed(RtxPro fitted, LogRun.Score itself, LogRun.Score other) {}

    Crossed onLlama() {
        return crossed(llama, qwen);
    }

    Crossed onQwen() {
        return crossed(qwen, llama);
    }

    private static Crossed crossed(LogRun seen, LogRun unseen) {
        RtxPro fitted = fit(seen);
        return new Crossed(fitted, seen.score(fitted), unseen.score(fitted));
    }

    private static RtxPro fit(LogRun run) {
        double[] start = new double[RtxPro.constantsOf(run.tensorParallel())];
        return RtxPro.moved(Simplex.minimize(by -> loss(run, by), start, STRIDE, ROUNDS));
    }

    private static double loss(LogRun run, double[] by) {
        double pull = Arrays.stream(by).map(x -> x * x).sum() * PULL;
        return run.score(RtxPro.moved(by)).loss() + pull;
    }

    /** Prints both ways, beside LLMServingSim's own figures for the same runs. */
    public static void main(String[] arguments) throws IOException {
        VllmLogs logs = new VllmLogs(PublicData.required());
        PrintStream out = System.out;
        print(out, "fitted on Llama-3.1-8B (1 GPU), scored on Qwen3-32B (2)", logs.onLlama());
        print(out, "fitted on Qwen3-32B (2 GPUs), scored on Llama-3.1-8B (1)", logs.onQwen());
        out.println("LLMServingSim 2.0, kernels profiled on this GPU, of means (its own report):");
        out.println("  Llama-3.1-8B TPOT -1.0 %, TTFT -4.0 %; Qwen3-32B TPOT +0.8 %, TTFT +1.3 %");
    }

    private static void print(PrintStream out, String title, Crossed crossed) {
        out.println(title);
        out.println("  constants    " + crossed.fitted().text());
        out.println("  TPOT, fitted " + crossed.itself().tpot().text());
        out.println("  TTFT, fitted " + crossed.itself().ttft().text());
        out.println("  TPOT, unseen " + crossed.other().tpot().text());
        out.println("  TTFT, unseen " + crossed.other().ttft().text());
    }
}
