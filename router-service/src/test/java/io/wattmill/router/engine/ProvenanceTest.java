// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step's seconds and watts are worth. */
class ProvenanceTest {

    @ParameterizedTest
    @CsvSource({
        "llama-3.1-8b, h100-sxm, VLLM, FITTED, FITTED",
        "llama-3.1-8b, h200-sxm, VLLM, FITTED, DERIVED",
        // Its watts were set by hand.
        "llama-3.1-8b, b200-sxm, VLLM, FITTED, DERIVED",
        "llama-3.1-8b, a100-sxm, SGLANG, FITTED, DERIVED",
        // Nobody measured its kernels.
        "llama-3.1-8b, mi300x, VLLM, DERIVED, DERIVED",
        "llama-3.1-8b, mi355x, VLLM, DERIVED, ASSUMED",
        // No row of vLLM has such layers, rows of SGLang have.
        "glm-5, b200-sxm, VLLM, ASSUMED, DERIVED",
        "glm-5, b200-sxm, SGLANG, FITTED, DERIVED",
        "qwen3.5-397b-a17b, b200-sxm, TRTLLM, ASSUMED, DERIVED",
        // Kernels of this format were measured on Blackwell only.
        "llama-3.1-8b-nvfp4, b200-sxm, VLLM, FITTED, DERIVED",
        "llama-3.1-8b-nvfp4, h100-sxm, VLLM, DERIVED, FITTED"
    })
    void aFigureIsWorthTheLeastOfWhatItIsMadeOf(
            String model, String gpu, EngineBackend backend, Provenance time, Provenance watts) {
        EngineModel engine = engine(model, Gpus.find(gpu).orElseThrow(), backend);
        assertEquals(time, engine.timeProvenance());
        assertEquals(watts, engine.powerProvenance());
        assertEquals(Provenance.ASSUMED, engine.idleProvenance());
    }

    @Test
    void whatALowerClockDrawsIsAssumed() {
        GpuSpec free = Gpus.H100_SXM;
        assertEquals(Provenance.FITTED, free.limitedTo(700_000).power().provenance());
        assertEquals(Provenance.ASSUMED, free.limitedTo(500_000).power().provenance());
        assertEquals(Provenance.ASSUMED, free.atClock(0.8).power().provenance());
    }

    @Test
    void everyFactorSaysHowItIsKnown() {
        for (EngineBackend backend : EngineBackend.values()) {
            for (ModelArchitecture model : Models.all()) {
                for (GpuSpec gpu : Gpus.all()) {
                    Provenance known = engine(model.name(), gpu, backend).timeProvenance();
                    assertTrue(known.compareTo(Provenance.FITTED) >= 0, gpu.name());
                }
            }
        }
    }

    private static EngineModel engine(String model, GpuSpec gpu, EngineBackend backend) {
        ModelArchitecture found = Models.find(model).orElseThrow();
        return new EngineModel(found, gpu, Parallelism.tensor(2), backend);
    }
}
