// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import io.wattmill.router.engine.Calibration;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.KernelTable;
import io.wattmill.router.engine.KernelTable.Product;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.engine.Tuning;
import io.wattmill.router.engine.WeightFormat;
import io.wattmill.twin.fidelity.data.PlainCalibration;

import java.util.Map;

/** What TensorRT-LLM 10 makes of a GPU in MLPerf's saturated batches; fitted on H100 SXM. */
final class Constants {
    private enum Name {
        GEMM(0.60, 0.3),
        EXPERT_PRODUCTS(1.4, 0.5),
        KV_READ(0.80, 0.2),
        OVERLAP(0.30, 0.5),
        PER_LAYER(20e-6, 0.7),
        PER_SEQUENCE(10e-6, 0.7),
        PER_STEP(2e-3, 0.7),
        REDUCE_BYTES(1.5, 0.3),
        /** Of a beam search: beams share what they read of a prompt. */
        BEAM_READS(1, 0.5),
        /** Load at which a server still meets its deadlines, as a share of all it can do. */
        SERVER(0.93, 0.1);

        private final double before;
        private final double spread;

        Name(double before, double spread) {
            this.before = before;
            this.spread = spread;
        }
    }

    static final int COUNT = Name.values().length;
    private static final double ATTENTION = 0.5;
    private static final double WEIGHT_READ = 0.85;
    private static final int PPM_OF_MEMORY = 900_000;

    // NVIDIA's configurations: Llama-2-70B 896 on two H100 and 806 on one H200, GPT-J 192 and 396.
    // Mixtral's are not public in the same place: as Llama's.
    private static final double LARGEST_BATCH = 896;
    private static final double GPTJ_BATCH_PER_GIGABYTE = 192.0 / 80;

    private final double[] moved;

    /**
     * @param moved each by so many standard deviations
     */
    Constants(double[] moved) {
        this.moved = moved;
    }

    private double of(Name name) {
        return name.before * Math.exp(moved[name.ordinal()] * name.spread);
    }

    /** Tokens per second and GPU on this board, which may be limited in its power. */
    double tokensPerGpu(Entry entry, GpuSpec gpu) {
        EngineModel engine = engine(entry, gpu);
        double batch = batch(entry, engine);
        double rate = batch / engine.seconds(step(entry, batch)) / engine.tensorParallel();
        return entry.server() ? rate * of(Name.SERVER) : rate;
    }

    /** Watts of one GPU meanwhile. */
    double wattsPerGpu(Entry entry, GpuSpec gpu) {
        EngineModel engine = engine(entry, gpu);
        StepLoad step = step(entry, batch(entry, engine));
        return engine.powerMilliwatts(step) / 1e3 / engine.tensorParallel();
    }

    private EngineModel engine(Entry entry, GpuSpec gpu) {
        return new EngineModel(
                model(entry, gpu),
                gpu,
                Parallelism.tensor(group(entry)),
                new Tuning(EngineBackend.TRTLLM, kernels(), calibration()),
                SpeculativeDecoding.OFF);
    }

    /** NVIDIA's first Blackwell results multiplied 4-bit floats; all others here 8-bit ones. */
    private static ModelArchitecture model(Entry entry, GpuSpec gpu) {
        ModelArchitecture model = entry.workload().model();
        return gpu.generation() == GpuSpec.Generation.BLACKWELL
                ? model.withWeights(WeightFormat.NVFP4, WeightFormat.NVFP4)
                : model;
    }

    /** As many GPUs as the weights need: Mixtral takes two of 80 GB, GPT-J always one. */
    private static int group(Entry entry) {
        Board board = entry.board();
        boolean roomy = board.gpu().hbmBytes() > 90_000_000_000L;
        return entry.isGptJ() || entry.workload().model().hasExperts() && roomy
                ? 1
                : Math.max(entry.workload().model().hasExperts() ? 2 : 1, board.llamaGroup());
    }

    private KernelTable kernels() {
        double gemm = of(Name.GEMM);
        return new KernelTable(
                Map.of(WeightFormat.BF16, new Product(gemm, WEIGHT_READ, 0)),
                Map.of(
                        WeightFormat.BF16,
                        new Product(gemm / of(Name.EXPERT_PRODUCTS), WEIGHT_READ, 0)),
                ATTENTION,
                of(Name.KV_READ));
    }

    private Calibration calibration() {
        return new PlainCalibration(
                        1,
                        1,
                        of(Name.REDUCE_BYTES),
                        of(Name.OVERLAP),
                        of(Name.PER_LAYER),
                        of(Name.PER_SEQUENCE),
                        of(Name.PER_STEP))
                .calibration();
    }

    private static double batch(Entry entry, EngineModel engine) {
        double fits = engine.kvCapacityTokens(PPM_OF_MEMORY) / entry.workload().context();
        double most =
                entry.isGptJ()
                        ? GPTJ_BATCH_PER_GIGABYTE * engine.gpu().hbmBytes() / 1e9
                        : LARGEST_BATCH;
        return Math.max(1, Math.min(fits, most));
    }

    private StepLoad step(Entry entry, double batch) {
        Workload work = entry.workload();
        double prompts = batch * work.prompt() / work.output();
        double beams = batch * work.beams();
        double shared = work.beams() == 1 ? 1 : work.beamReads() * of(Name.BEAM_READS);
        double read = beams * (work.prompt() + work.output() / 2) * shared;
        return StepLoad.decode((int) Math.round(beams), Math.round(read))
                .plus(
                        new StepLoad(
                                (int) Math.round(prompts),
                                Math.round(prompts * work.prompt() / 2),
                                0,
                                0));
    }
}
