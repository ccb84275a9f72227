// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Time and power of one step of a continuous batch: prompt chunks and decoding sequences share it.
 * Dense models and mixtures of experts, any attention that {@link Attention} can describe, on a
 * group of GPUs.
 *
 * <p>{@link StepTime} has the formula, {@link PowerCurve} the watts, {@link EngineMemory} what
 * fits. docs/FIDELITY.md has the errors, and {@code EngineCalibrationTest} measures those on dense
 * models on Hopper again. Not fitted: the time from HTTP to the scheduler.
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

    private final ModelArchitecture model;
    private final GpuSpec gpu;
    private final Parallelism spread;
    private final Tuning tuning;
    private final SpeculativeDecoding speculation;
    private final PowerCurve.InGroup power;
    private final StepTime time;
    private final double layerSeconds;

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
        this.tuning = tuning;
        this.speculation = speculation;
        power = gpu.power().inGroup(spread.tensor());
        time = new StepTime(model, gpu, spread, tuning, speculation);
        layerSeconds = tuning.calibration().layerSeconds(model, gpu, tuning.kernels());
    }

    public ModelArchitecture model() {
        return model;
    }

    public GpuSpec gpu() {
        return gpu;
    }

    /** The same engine while its GPUs run otherwise: capped, or at a lower clock. */
    EngineModel on(GpuSpec running) {
        return new EngineModel(model, running, spread, tuning, speculation);
    }

    /** Which software it is. */
    public EngineBackend backend() {
        return tuning.backend();
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
        Provenance known = gpu.provenance().and(tuning.provenance(model, gpu, spread));
        boolean drafts = !speculation.equals(SpeculativeDecoding.OFF);
        return Provenance.FITTED.and(drafts ? known.and(Provenance.ASSUMED) : known);
    }

    /** How the watts of a step are known. */
    public Provenance powerProvenance() {
        return gpu.power().provenance();
    }

    /** How the watts of an engine that waits are known. */
    public Provenance idleProvenance() {
        return Provenance.ASSUMED;
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
        return time.seconds(prefill, pairs, sequences, kvTokens);
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
        return time.seconds(all, copy);
    }

    /**
     * Seconds that computing prompt tokens adds to steps that read the weights anyway.
     *
     * @param tokens of prompts, spread over all copies of the attention
     * @param pairs of a prompt token and a token it attends to
     */
    public double promptSeconds(double tokens, double pairs) {
        return time.promptSeconds(tokens, pairs);
    }

    /** Seconds of every step for its layers' kernels, whatever they compute. */
    public double layerSeconds() {
        return layerSeconds;
    }

    /** Milliwatts that the whole group draws during this step: {@link PowerCurve}. */
    public long powerMilliwatts(StepLoad load) {
        return load.rows() == 0
                ? idlePowerMilliwatts()
                : Math.round(power.milliwatts(spread.rowsPerGpu(load.rows())) * gpus());
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
        return memory().kvCapacityTokens(EngineMemory.VLLM_UTILIZATION_PPM);
    }

    /**
     * Tokens of context that fit beside the weights; 0 when the weights do not fit.
     *
     * @param memoryUtilizationPpm share of device memory that the engine may take
     */
    public long kvCapacityTokens(int memoryUtilizationPpm) {
        return memory().kvCapacityTokens(memoryUtilizationPpm);
    }

    /** What of each GPU's memory goes where. */
    public EngineMemory memory() {
        return new EngineMemory(model, gpu.hbmBytes(), spread);
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
        return new MarginalEnergy(this, time.kvTokenSeconds()).coefficients(batch);
    }

    private int gpus() {
        return spread.gpus();
    }
}
