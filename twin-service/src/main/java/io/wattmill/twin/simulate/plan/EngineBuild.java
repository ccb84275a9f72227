// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.Tuning;

/**
 * What an engine is made of, so that it can be made once more with something changed.
 *
 * @param model what it serves, as it is stored
 * @param gpu what it runs on
 * @param spread how it is spread over GPUs
 * @param backend which software
 * @param speculation how it drafts
 */
public record EngineBuild(
        ModelArchitecture model,
        GpuSpec gpu,
        Parallelism spread,
        EngineBackend backend,
        SpeculativeDecoding speculation) {

    /** The engine as planned. */
    public EngineModel engine() {
        return on(gpu);
    }

    /**
     * The same on GPUs that do not exist.
     *
     * @param compute factor on operations per second
     * @param bandwidth factor on bytes of memory per second
     */
    public EngineModel faster(double compute, double bandwidth) {
        GpuSpec.Peak peak = gpu.peak();
        return on(
                new GpuSpec(
                        gpu.name(),
                        gpu.generation(),
                        new GpuSpec.Peak(
                                peak.bf16() * compute, peak.fp8() * compute, peak.fp4() * compute),
                        gpu.hbmBytes(),
                        gpu.hbmBytesPerSecond() * bandwidth,
                        gpu.power(),
                        gpu.kernels(),
                        gpu.allReduce(),
                        gpu.scaleUpGpus(),
                        gpu.provenance()));
    }

    /** The same under a lower power limit: steps that would draw more take longer. */
    public EngineBuild limitedTo(long milliwatts) {
        return new EngineBuild(model, gpu.limitedTo(milliwatts), spread, backend, speculation);
    }

    private EngineModel on(GpuSpec other) {
        return new EngineModel(model, other, spread, Tuning.of(backend, other), speculation);
    }
}
