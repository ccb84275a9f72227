// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Time and power of one step of a continuous batch: prompt chunks and decoding sequences share it.
 * Dense models and mixtures of experts, any attention that {@link Attention} can describe, on a
 * group of GPUs.
 *
 * <p>Step time is a sum: weights read and matrix products, of which the shorter is partly hidden
 * behind the longer; attention of the prompt chunks; KV cache read; all-reduce (two per layer); and
 * overheads per layer, per sequence and per step. The form follows BLIS (inference-sim, "trained
 * physics"); shares of peak are those of measured kernels ({@link KernelTable}); what an engine
 * makes of them is fitted to serving points ({@link Calibration}). docs/FIDELITY.md has the errors,
 * and {@code EngineCalibrationTest} measures those on dense models on Hopper again. Not fitted: the
 * time from HTTP to the scheduler.
 *
 * <p>For fixed rows the time is affine in the KV cache read. Immutable; safe from any thread.
 * Arithmetic is in doubles and ends in integers.
 */
public final class EngineModel {
    /** Sequences at which a decoded token's marginal energy is stated. */
    public static final int REFERENCE_BATCH = 32;

    /** Chunk of a prompt at which a prompt token's marginal energy is stated. */
    public static final int REFERENCE_CHUNK = 2048;

    private static final double NANOS = 1e9;

    // Memory that is neither weights nor KV: activations, CUDA graphs and context, and NCCL's
    // buffers. Source: aiconfigurator systems/*.yaml (other_mem, nccl_mem).
    private static final long RESERVED_BYTES_PER_GPU = 3_758_096_384L;
    private static final long NCCL_BYTES_PER_GPU = 411_041_792L;
    private static final int VLLM_MEMORY_UTILIZATION_PPM = 900_000;
    private static final long PPM = 1_000_000;

    private final ModelArchitecture model;
    private final GpuSpec gpu;
    private final Parallelism spread;
    private final SpeculativeDecoding speculation;

    private final PowerCurve.InGroup power;
    private final boolean limited;
    private final StepTerms terms;
    private final double overlap;
    private final double layerSeconds;
    private final Provenance timeProvenance;

    /**
     * An engine of vLLM.
     *
     * @param tensorParallel GPUs in the group, at least 1; divides the model's heads
     */
    public EngineModel(ModelArchitecture model, GpuSpec gpu, int tensorParallel) {
        this(model, gpu, Parallelism.tensor(tensorParallel), EngineBackend.VLLM);
    }

    /**
     * @param spread its tensor parallelism divides the model's heads
     */
    public EngineModel(
            ModelArchitecture model, GpuSpec gpu, Parallelism spread, EngineBackend backend) {
        this(model, gpu, spread, Tuning.of(backend, gpu), SpeculativeDecoding.OFF);
    }

    /**
     * @param spread its tensor parallelism divides the model's heads
     * @param tuning what its times are computed with
     */
    public EngineModel(
            ModelArchitecture model,
            GpuSpec gpu,
            Parallelism spread,
            Tuning tuning,
            SpeculativeDecoding speculation) {
        if (model.heads() % spread.tensor() != 0) {
            throw new IllegalArgumentException(
                    "tensor parallelism " + spread.tensor() + " does not divide the model's heads");
        }
        this.model = model;
        this.gpu = gpu;
        this.spread = spread;
        this.speculation = speculation;
        power = gpu.power().inGroup(spread.tensor());
        limited = power.limits();
        terms = StepTerms.of(model, gpu, spread, tuning);
        overlap = tuning.calibration().overlap();
        layerSeconds = tuning.calibration().layerSeconds(model, gpu, tuning.kernels());
        timeProvenance =
                Provenance.FITTED.and(gpu.provenance()).and(tuning.provenance(model, gpu, spread));
    }

    public ModelArchitecture model() {
        return model;
    }

    public GpuSpec gpu() {
        return gpu;
    }

    /** GPUs that share each layer. */
    public int tensorParallel() {
        return spread.tensor();
    }

    /** How the engine is spread over its GPUs. */
    public Parallelism parallelism() {
        return spread;
    }

    /**
     * How the seconds of a step are known: the least trustworthy of what they are computed with.
     * What drafts cost is assumed.
     */
    public Provenance timeProvenance() {
        return speculation.equals(SpeculativeDecoding.OFF)
                ? timeProvenance
                : timeProvenance.and(Provenance.ASSUMED);
    }

    /** How the watts of a step are known. */
    public Provenance powerProvenance() {
        return gpu.power().provenance();
    }

    /** How the watts of an engine that waits are known. */
    public Provenance idleProvenance() {
        return Provenance.ASSUMED;
    }

    /** How the joules of a step are known: its seconds and its watts. */
    public Provenance energyProvenance() {
        return timeProvenance().and(powerProvenance());
    }

    /** Tokens that a step yields per decoding sequence, on average. */
    public double tokensPerStep() {
        return speculation.acceptedTokens();
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
        return seconds(
                load.prefillTokens(),
                load.prefillContextTokens(),
                load.decodeSequences(),
                load.kvTokensRead());
    }

    /**
     * The same of loads that are averages over many steps.
     *
     * @param prefill prompt tokens computed
     * @param pairs of a prompt token and a token it attends to
     * @param sequences that decode
     * @param kvTokens of KV cache read
     */
    public double seconds(double prefill, double pairs, double sequences, double kvTokens) {
        double decodeRows = sequences * speculation.checkedTokens();
        // One row of a prompt is sampled too, when its last chunk is done.
        double samples = decodeRows + Math.min(1, prefill);
        double products =
                prefill * terms.promptRow()
                        + decodeRows * terms.decodeRow()
                        + samples * terms.sample();
        double rows = prefill + decodeRows;
        return step(products, rows, pairs, sequences, kvTokens);
    }

    /**
     * Seconds of a step while the copies of the attention have unequal loads. All of them wait for
     * this one: experts serve everybody's rows, which all GPUs exchange; the rest lasts as long as
     * if every copy had its load. TensorRT-LLM states the same of its engine (docs, "ADP Balance
     * Strategy"): the slowest rank decides.
     *
     * @param all what all copies compute together
     * @param copy what this one computes of it
     */
    public double seconds(StepLoad all, StepLoad copy) {
        int copies = spread.attentionData();
        int checked = speculation.checkedTokens();
        double prefill = products(all.prefillTokens(), copies * (double) copy.prefillTokens());
        double decode =
                checked * products(all.decodeSequences(), copies * (double) copy.decodeSequences());
        int samples = checked * copy.decodeSequences() + Math.min(1, copy.prefillTokens());
        return step(
                prefill * terms.promptRow()
                        + decode * terms.decodeRow()
                        + samples * copies * terms.sample(),
                all.prefillTokens() + (double) checked * all.decodeSequences(),
                copies * (double) copy.prefillContextTokens(),
                copies * (double) copy.decodeSequences(),
                copies * (double) copy.kvTokensRead());
    }

    /** Rows that products last for: experts' are everybody's, others those of one copy. */
    private double products(double all, double ofEveryCopy) {
        return all * terms.expertShare() + ofEveryCopy * (1 - terms.expertShare());
    }

    /**
     * @param products seconds of them at full clock
     * @param rows that touch experts and are exchanged
     */
    private double step(
            double products, double rows, double pairs, double sequences, double kvTokens) {
        double slower = slower(rows);
        double computing = products * slower;
        double touched = model.feedForward().touched(rows / spread.pipeline());
        double read = terms.denseRead() + terms.expertRead() * touched;
        double step =
                Math.max(read, computing)
                        + Math.min(read, computing) * overlap
                        + pairs * terms.pair() * slower
                        + kvTokens * terms.kvToken()
                        + rows * terms.reduceRow()
                        + sequences * terms.sequence()
                        + terms.fixed();
        return step * (1 + speculation.draftCost());
    }

    /**
     * Seconds that computing prompt tokens adds to steps that read the weights anyway.
     *
     * @param tokens of prompts, spread over all copies of the attention
     * @param pairs of a prompt token and a token it attends to
     */
    public double promptSeconds(double tokens, double pairs) {
        double computing = tokens * terms.promptRow() + pairs * terms.pair();
        return computing * slower(tokens) + tokens * terms.reduceRow();
    }

    /** Seconds of every step for its layers' kernels, whatever they compute. */
    public double layerSeconds() {
        return layerSeconds;
    }

    /**
     * Factor on computing: above 1 where a power limit lowers the clock. Reading the memory keeps
     * its pace, so that the time stays affine in the KV cache read.
     */
    private double slower(double rows) {
        return limited ? 1 / power.clock(rowsPerGpu(rows)) : 1;
    }

    /** Milliwatts that the whole group draws during this step: {@link PowerCurve}. */
    public long powerMilliwatts(StepLoad load) {
        return load.rows() == 0
                ? idlePowerMilliwatts()
                : Math.round(power.milliwatts(rowsPerGpu(load.rows())) * gpus());
    }

    /** Milliwatts of the whole group with the model loaded and nothing running. */
    public long idlePowerMilliwatts() {
        return gpu.power().idleMilliwatts() * gpus();
    }

    /** Milliwatts that the whole group never exceeds. */
    public long maxPowerMilliwatts() {
        return gpu.power().capMilliwatts() * gpus();
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
        long usable = gpu.hbmBytes() / PPM * memoryUtilizationPpm;
        long free = usable - weightBytesPerGpu() - reservedBytesPerGpu(spread.gpus());
        // Each GPU of a stage keeps its heads' part of the cache, for its stage's layers.
        long holders = Math.min(spread.tensor(), model.kvHeads());
        long tokens = free * holders * spread.pipeline() / model.kvBytesPerToken();
        return Math.max(0, tokens) * spread.attentionData();
    }

    /** Bytes of weights on each GPU: copies of the attention have all but the experts each. */
    public long weightBytesPerGpu() {
        long once = model.weightBytes() - model.expertBytes();
        long stage = once / spread.tensor() + model.expertBytes() / spread.stageGpus();
        return stage / spread.pipeline();
    }

    /** Memory of each GPU of such a group that neither weights nor KV cache can have. */
    public static long reservedBytesPerGpu(int gpus) {
        return RESERVED_BYTES_PER_GPU + (gpus > 1 ? NCCL_BYTES_PER_GPU : 0);
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
                Math.round(wattsAboveIdle(decode) * terms.kvToken() * 1e12),
                idlePowerMilliwatts(),
                0,
                EnergyCoefficients.ENGINE_MODEL,
                batch,
                Math.round((one - token) * 1e6),
                Math.round(token * 1e6));
    }

    private int gpus() {
        return spread.gpus();
    }

    /** Rows that a GPU multiplies at once: of its copy of the attention, in one micro-batch. */
    private double rowsPerGpu(double rows) {
        return Math.max(1, rows / (spread.attentionData() * spread.pipeline()));
    }

    private double joulesAboveIdle(StepLoad load) {
        return wattsAboveIdle(load) * seconds(load);
    }

    private double wattsAboveIdle(StepLoad load) {
        return (powerMilliwatts(load) - idlePowerMilliwatts()) / 1e3;
    }
}
