// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import io.wattmill.router.engine.Calibration;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.KernelTable;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.Tuning;
import io.wattmill.router.engine.WeightFormat;

import java.util.Map;

/**
 * A tuning of few figures, the same for every format: what a small data set can tell.
 *
 * @param gemm share of peak compute in matrix products
 * @param attention share of peak compute in the attention of prompts
 * @param weightRead share of bandwidth while weights are read
 * @param kvRead share of bandwidth while the cache is read
 * @param overlap of the shorter of reading and computing, see {@link Calibration}
 * @param perLayer seconds in every step
 * @param perSequence seconds in every step
 * @param perStep seconds in every step
 */
public record EvenTuning(
        double gemm,
        double attention,
        double weightRead,
        double kvRead,
        double overlap,
        double perLayer,
        double perSequence,
        double perStep) {

    /** The engine model with it. */
    public EngineModel engine(ModelArchitecture model, GpuSpec gpu, int tensorParallel) {
        return new EngineModel(
                model,
                gpu,
                Parallelism.tensor(tensorParallel),
                new Tuning(EngineBackend.VLLM, kernels(), calibration()),
                SpeculativeDecoding.OFF);
    }

    private KernelTable kernels() {
        Map<WeightFormat, KernelTable.Product> product =
                Map.of(WeightFormat.BF16, new KernelTable.Product(gemm, weightRead, 0));
        return new KernelTable(product, product, attention, kvRead);
    }

    private Calibration calibration() {
        return new PlainCalibration(1, 1, 1, overlap, perLayer, perSequence, perStep).calibration();
    }

    /** The same GPU whose group adds up in this way. */
    public static GpuSpec linked(GpuSpec gpu, double alphaSeconds, double busBytesPerSecond) {
        return with(
                gpu,
                new GpuSpec.AllReduce(
                        alphaSeconds,
                        new GpuSpec.Bus(busBytesPerSecond, busBytesPerSecond, busBytesPerSecond)));
    }

    /** The same GPU with a longer latency and a slower bus. */
    public static GpuSpec linkedSlower(GpuSpec gpu, double alphaSeconds, double factor) {
        GpuSpec.Bus bus = gpu.allReduce().busBytesPerSecond();
        return with(
                gpu,
                new GpuSpec.AllReduce(
                        alphaSeconds,
                        new GpuSpec.Bus(
                                bus.two() / factor, bus.four() / factor, bus.eight() / factor)));
    }

    private static GpuSpec with(GpuSpec gpu, GpuSpec.AllReduce allReduce) {
        return new GpuSpec(
                gpu.name(),
                gpu.generation(),
                gpu.peak(),
                gpu.hbmBytes(),
                gpu.hbmBytesPerSecond(),
                gpu.power(),
                gpu.kernels(),
                allReduce,
                gpu.scaleUpGpus(),
                gpu.provenance());
    }
}
