// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.Sampling;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.predict.ServingPoint.ClosedLoad;
import io.wattmill.twin.predict.ServingPoint.Held;
import io.wattmill.twin.simulate.plan.EngineBuild;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plan predict} and the simulation ask one model of an engine. */
class OneModelTest {

    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, h100-sxm, 1, VLLM",
        "llama-3.1-70b, h100-sxm, 4, VLLM",
        "llama-3.1-70b, h200-sxm, 2, SGLANG",
        "llama-3.1-8b, rtx-pro-6000, 1, VLLM",
        "gpt-oss-120b, b200-sxm, 2, TRTLLM",
        "deepseek-r1, gb200, 8, SGLANG"
    })
    void bothDoorsGiveAStepTheSameTime(
            String model, String gpu, int tensor, EngineBackend backend) {
        ModelArchitecture served = Models.find(model).orElseThrow();
        GpuSpec on = Gpus.find(gpu).orElseThrow();
        Parallelism spread = Parallelism.tensor(tensor);
        EngineModel simulated =
                new EngineBuild(served, on, spread, backend, SpeculativeDecoding.OFF).engine();
        EngineModel predicted =
                Predictor.engine(
                        point(served, on, spread, backend),
                        on.kernels(),
                        ServingTunings.of(backend));
        for (int sequences : new int[] {1, 16, 256}) {
            StepLoad decode = StepLoad.decode(sequences, 1_000L * sequences);
            StepLoad mixed = decode.plus(StepLoad.prefill(512, 512L * 256));
            assertEquals(simulated.seconds(decode), predicted.seconds(decode), 0);
            assertEquals(simulated.seconds(mixed), predicted.seconds(mixed), 0);
        }
        assertEquals(1, ServingTunings.of(backend).loop().age(0), 0);
    }

    private static ServingPoint point(
            ModelArchitecture model, GpuSpec gpu, Parallelism spread, EngineBackend backend) {
        return new ServingPoint(
                backend,
                model,
                gpu,
                spread,
                new ClosedLoad(16, 1_000, 100, false),
                false,
                false,
                Held.NOT,
                Sampling.PLAIN,
                0);
    }
}
