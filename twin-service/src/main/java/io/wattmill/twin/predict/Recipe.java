// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.twin.predict.ServingPoint.ClosedLoad;
import io.wattmill.twin.predict.ServingPoint.Held;

/**
 * For how many steps the published launch scripts tell an engine to hold prompts back. No column of
 * a row says so. Source: the scripts of InferenceX (InferenceMAX), folder {@code benchmarks}:
 * {@code dsr1_fp8_b200_*.sh} and {@code qwen3.5_*_b200_sglang.sh} ({@code
 * --scheduler-recv-interval}), {@code 70b_*_trt_*.sh} ({@code batch_wait_timeout_iters}), {@code
 * dsr1_*_trt_*.sh} and {@code gptoss_fp4_b200_trt_*.sh} ({@code attention_dp_config}).
 */
final class Recipe {
    private static final int MANY_CLIENTS = 16;
    private static final double RECEIVED_EVERY = 10;
    private static final double RECEIVED_EVERY_WITH_MANY = 30;
    private static final double GATHERED_FOR = 20;
    private static final double BALANCED_FOR = 60;
    private static final double BALANCED_BY_DEFAULT = 50;
    private static final int WHOLE_NODE = 8;
    private static final String SHORT = "1024";

    private Recipe() {}

    /** Nothing is known of the scripts of rows that are not InferenceX's: nothing is held. */
    static Held of(
            PointRow row,
            EngineBackend backend,
            ModelArchitecture model,
            GpuSpec gpu,
            Parallelism spread,
            ClosedLoad load) {
        if (!row.isBenchmark()) {
            return Held.NOT;
        }
        return switch (backend) {
            case VLLM -> Held.NOT;
            case SGLANG -> new Held(received(model, gpu, load), 0, 0);
            case TRTLLM -> new Held(0, gathered(row, model, spread), balanced(model, spread));
        };
    }

    private static double received(ModelArchitecture model, GpuSpec gpu, ClosedLoad load) {
        boolean told =
                gpu.generation() == GpuSpec.Generation.BLACKWELL
                        && (isDeepSeek(model) || model.name().startsWith("qwen3.5"));
        if (!told) {
            return 0;
        }
        return load.clients() < MANY_CLIENTS ? RECEIVED_EVERY : RECEIVED_EVERY_WITH_MANY;
    }

    private static double gathered(PointRow row, ModelArchitecture model, Parallelism spread) {
        boolean isShort = row.text("isl").equals(SHORT) && row.text("osl").equals(SHORT);
        boolean told =
                model.name().equals("llama-3.1-70b") && isShort && spread.tensor() < WHOLE_NODE;
        return told ? GATHERED_FOR : 0;
    }

    private static double balanced(ModelArchitecture model, Parallelism spread) {
        if (spread.attentionData() == 1) {
            return 0;
        }
        return isDeepSeek(model) ? BALANCED_FOR : BALANCED_BY_DEFAULT;
    }

    private static boolean isDeepSeek(ModelArchitecture model) {
        return model.name().startsWith("deepseek");
    }
}
