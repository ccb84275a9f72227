// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Time and power of one step of a continuous batch (vLLM-like: prompt chunks and decoding sequences
 * share a step) of a dense model on a tensor-parallel group of GPUs.
 *
 * <p>Step time is a sum: weights read and matrix products, of which the shorter is partly hidden
 * behind the longer; attention of the prompt chunks; KV cache read; all-reduce (two per layer); and
 * overheads per layer, per sequence and per step. The form follows BLIS (inference-sim, "trained
 * physics") and knowledge of kernels; the efficiencies are {@link Gpus}'; the overheads are fitted
 * here to ML.ENERGY v3 (vLLM on H100, bf16, Llama-3.1-8B and 70B: 23 rows) and to aiconfigurator's
 * vLLM points of Llama-3.1-70B in fp8 on H100 and H200, TP 2-8 (40 points).
 *
 * <p>Error: ML.ENERGY, mean time per token (batch / throughput) median 2.0 %, worst 8.6 %; median
 * inter-token latency, taken as a step without prompts, median 3.7 %, worst 11.8 %; aiconfigurator,
 * time per token, H100 median 4.5 %, worst 12.4 %, H200 median 4.9 %, worst 17.8 %. {@code
 * EngineCalibrationTest} measures them again. Not fitted, and not claimed: other engines than vLLM,
 * batch below 4, and the time from HTTP to the scheduler.
 *
 * <p>Immutable; safe from any thread. Arithmetic is in doubles and ends in integers.
 */
public final class EngineModel {
    /** Sequences at which a decoded token's marginal energy is stated. */
    public static final int REFERENCE_BATCH = 32;

    /** Chunk of a prompt at which a prompt token's marginal energy is stated. */
    public static final int REFERENCE_CHUNK = 2048;

    private static final double NANOS = 1e9;
    private static final int ALL_REDUCES_PER_LAYER = 2;
    private static final int ACTIVATION_BYTES = 2;

    // Memory that is neither weights nor KV: activations, CUDA graphs and context, and NCCL's
    // buffers. Source: aiconfigurator systems/*.yaml (other_mem, nccl_mem).
    private static final long RESERVED_BYTES_PER_GPU = 3_758_096_384L;
    private static final long NCCL_BYTES_PER_GPU = 411_041_792L;
    private static final int VLLM_MEMORY_UTILIZATION_PPM = 900_000;
    private static final long PPM = 1_000_000;

    private final ModelArchitecture model;
    private final GpuSpec gpu;
    private final int tensorParallel;

    private final PowerCurve.InGroup power;
    private final double weightRead;
    private final double productPerRow;
    private final double productPerSample;
    private final double attentionPerPair;
    private final double kvReadPerToken;
    private final double reducePerRow;
    private final double fixed;
    private final double perSequence;

    /**
     * @param tensorParallel GPUs in the group, at least 1; divides the model's heads
     */
    public EngineModel(ModelArchitecture model, GpuSpec gpu, int tensorParallel) {
        this(model, gpu, tensorParallel, Overheads.VLLM_HOPPER);
    }

    /**
     * @param tensorParallel GPUs in the group, at least 1; divides the model's heads
     * @param overheads time beside the kernels
     */
    public EngineModel(
            ModelArchitecture model, GpuSpec gpu, int tensorParallel, Overheads overheads) {
        if (tensorParallel < 1 || model.heads() % tensorParallel != 0) {
            throw new IllegalArgumentException(
                    "tensor parallelism " + tensorParallel + " does not divide the model's heads");
        }
        this.model = model;
        this.gpu = gpu;
        this.tensorParallel = tensorParallel;
        this.power = gpu.power().inGroup(tensorParallel);
        GpuSpec.Efficiency share = gpu.efficiency();
        double bandwidth = gpu.hbmBytesPerSecond() * tensorParallel;
        double layerFlops = gpu.flops(model.weightBits()) * share.gemm() * tensorParallel;
        double bf16Flops = gpu.bf16Flops() * tensorParallel;
        weightRead = model.weightBytesReadPerStep() / (bandwidth * share.weightRead());
        productPerRow = 2.0 * model.layerParameters() / layerFlops;
        productPerSample = 2.0 * model.headParameters() / (bf16Flops * share.gemm());
        attentionPerPair = model.attentionFlopsPerPair() / (bf16Flops * share.prefillAttention());
        kvReadPerToken = model.kvBytesPerToken() / (bandwidth * share.kvRead());
        double reduces = tensorParallel == 1 ? 0 : ALL_REDUCES_PER_LAYER * (double) model.layers();
        reducePerRow = reduces * secondsOnTheBusPerRow();
        fixed =
                reduces * gpu.allReduce().alphaSeconds()
                        + model.layers() * overheads.perLayer()
                        + overheads.perStep();
        perSequence = overheads.perSequence();
    }

    private double secondsOnTheBusPerRow() {
        double hops = 2.0 * (tensorParallel - 1) / tensorParallel;
        double bytes = (double) model.hidden() * ACTIVATION_BYTES;
        return hops * bytes / gpu.allReduce().busBytesPerSecond().of(tensorParallel);
    }

    public ModelArchitecture model() {
        return model;
    }

    public GpuSpec gpu() {
        return gpu;
    }

    /** GPUs in the group. */
    public int tensorParallel() {
        return tensorParallel;
    }

    /** Nanoseconds that this step takes; 0 for {@link StepLoad#NONE}. */
    public long stepTimeNanos(StepLoad load) {
        return load.rows() == 0 ? 0 : Math.round(seconds(load) * NANOS);
    }

    /**
     * Seconds that a step of at least one row takes, before rounding: for simulations that add up
     * many steps at once.
     */
    public double seconds(StepLoad load) {
        // One row of a prompt is sampled too, when its last chunk is done.
        int samples = load.decodeSequences() + Math.min(1, load.prefillTokens());
        double products = load.rows() * productPerRow + samples * productPerSample;
        double hidden = Math.min(weightRead, products) * gpu.efficiency().overlap();
        return Math.max(weightRead, products)
                + hidden
                + load.prefillContextTokens() * attentionPerPair
                + load.kvTokensRead() * kvReadPerToken
                + load.rows() * reducePerRow
                + load.decodeSequences() * perSequence
                + fixed;
    }

    /** Milliwatts that the whole group draws during this step: {@link PowerCurve}. */
    public long powerMilliwatts(StepLoad load) {
        return load.rows() == 0
                ? idlePowerMilliwatts()
                : Math.round(power.milliwatts(load.rows()) * tensorParallel);
    }

    /** Milliwatts of the whole group with the model loaded and nothing running. */
    public long idlePowerMilliwatts() {
        return gpu.power().idleMilliwatts() * tensorParallel;
    }

    /** Milliwatts that the whole group never exceeds. */
    public long maxPowerMilliwatts() {
        return gpu.power().capMilliwatts() * tensorParallel;
    }

    /** Tokens of context that fit beside the weights at vLLM's default of 90 % of the memory. */
    public long kvCapacityTokens() {
        return kvCapacityTokens(VLLM_MEMORY_UTILIZATION_PPM);
    }

    /**
     * Tokens of context that fit beside the weights; 0 when the weights do not fit.
     *
     * @param memoryUtilizationPpm share of device memory that the engine may take
     */
    public long kvCapacityTokens(int memoryUtilizationPpm) {
        long usable = gpu.hbmBytes() / PPM * memoryUtilizationPpm * tensorParallel;
        long reserved = reservedBytesPerGpu(tensorParallel) * tensorParallel;
        long free = usable - model.weightBytes() - reserved;
        return Math.max(0, free / model.kvBytesPerToken());
    }

    /** Memory of each GPU of such a group that neither weights nor KV cache can have. */
    public static long reservedBytesPerGpu(int tensorParallel) {
        return RESERVED_BYTES_PER_GPU + (tensorParallel > 1 ? NCCL_BYTES_PER_GPU : 0);
    }

    /** {@link #coefficients(int)} at {@link #REFERENCE_BATCH}. */
    public EnergyCoefficients coefficients() {
        return coefficients(REFERENCE_BATCH);
    }

    /**
     * The linear energy model that these steps add up to while {@code batch} sequences decode:
     * exact for them and for a prompt chunk of {@link #REFERENCE_CHUNK} alone. The batch matters: a
     * step that serves one sequence draws nearly what a step for 32 does. The version tells it, and
     * a step's joules without those of its tokens are told beside it: of the line through this
     * batch and a batch of one (for one, of two).
     */
    public EnergyCoefficients coefficients(int batch) {
        StepLoad chunk = StepLoad.prefill(REFERENCE_CHUNK, 0);
        StepLoad decode = StepLoad.decode(batch, 0);
        int other = Math.max(2, batch);
        double one = joulesAboveIdle(StepLoad.decode(1, 0));
        double token = (joulesAboveIdle(StepLoad.decode(other, 0)) - one) / (other - 1);
        return new EnergyCoefficients(
                Math.round(joulesAboveIdle(chunk) * 1e6 / REFERENCE_CHUNK),
                Math.round(joulesAboveIdle(decode) * 1e6 / batch),
                Math.round(wattsAboveIdle(decode) * kvReadPerToken * 1e12),
                idlePowerMilliwatts(),
                0,
                EnergyCoefficients.ENGINE_MODEL,
                batch,
                Math.round((one - token) * 1e6),
                Math.round(token * 1e6));
    }

    private double joulesAboveIdle(StepLoad load) {
        return wattsAboveIdle(load) * seconds(load);
    }

    private double wattsAboveIdle(StepLoad load) {
        return (powerMilliwatts(load) - idlePowerMilliwatts()) / 1e3;
    }
}
