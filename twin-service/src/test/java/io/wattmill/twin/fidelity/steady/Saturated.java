// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.steady;

import io.wattmill.router.engine.Calibration;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.PowerCurve;
import io.wattmill.router.engine.Sampling;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.engine.Tuning;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of ML.ENERGY v3: vLLM on H100 in steady state, {@code batch} sequences at all times.
 *
 * @param family models of one shape, whatever their tuning or format: what is left out of a fit
 * @param prompt tokens; not in the data, {@link #PROMPTS}
 * @param watts of all GPUs
 */
public record Saturated(
        String family,
        ModelArchitecture model,
        Parallelism spread,
        double batch,
        double prompt,
        double output,
        double tokensPerSecond,
        double watts,
        double joulesPerToken) {

    /**
     * Mean prompt of a task, assumed: lm-arena-chat's is the value under which batch, throughput
     * and inter-token latency of the Llamas agree best; the others are of the usual size of a
     * question of GPQA and of a file to fill in. Prompts are a small part of these rows' work.
     */
    static final Map<String, Integer> PROMPTS =
            Map.of("lm-arena-chat", 160, "gpqa", 300, "sourcegraph-fim", 1000);

    /** vLLM 0.11.1 of 18 November 2025 (the benchmark's README), against the reference version. */
    public static final double YEARS_LATER = -0.3;

    private static final GpuSpec GPU = Gpus.H100_SXM;
    private static final String FILE = "energy/ml_energy_v3_h100.csv";

    /** All rows that the engine model can tell of: text tasks, models of the catalogue. */
    public static List<Saturated> known() {
        return rows().stream().flatMap(row -> of(row).stream()).toList();
    }

    /** All rows of the file. */
    public static List<Row> rows() {
        Path data = PublicData.required();
        return Table.read(data.resolve(FILE));
    }

    /** Empty for a task with pictures or a model that is not in the catalogue. */
    static Optional<Saturated> of(Row row) {
        Optional<Integer> prompt = Optional.ofNullable(PROMPTS.get(row.text("task")));
        return prompt.flatMap(
                tokens -> shape(row.text("model_id")).map(model -> of(row, model, tokens)));
    }

    private static Optional<ModelArchitecture> shape(String name) {
        boolean fp8 = name.endsWith("-FP8");
        String bare = name.replaceAll("-Coder|-Instruct|-Thinking|-2507|-FP8", "");
        return Models.find(fp8 ? bare + "-FP8" : bare);
    }

    private static Saturated of(Row row, ModelArchitecture model, int prompt) {
        int experts = row.count("expert_parallel");
        return new Saturated(
                model.name().replace("3.3", "3.1"),
                model,
                new Parallelism(row.count("num_gpus"), 1, 1, experts > 1),
                row.number("avg_batch_size"),
                prompt,
                row.number("avg_output_len"),
                row.number("output_throughput_tokens_per_sec"),
                row.number("avg_power_watts"),
                row.number("energy_per_token_joules"));
    }

    /** In steady state each step starts batch / output prompts. */
    public StepLoad meanStep() {
        double prompts = batch * prompt / output;
        return StepLoad.decode((int) Math.round(batch), Math.round(batch * (prompt + output / 2)))
                .plus(
                        new StepLoad(
                                (int) Math.round(prompts), Math.round(prompts * prompt / 2), 0, 0));
    }

    /** Seconds of a step, measured. */
    public double stepSeconds() {
        return batch / tokensPerSecond;
    }

    /** What is left out of a fit together, as serving points name it. */
    public String group() {
        return family + " on " + GPU.name();
    }

    /** All models but gpt-oss are published with top-p or top-k, which vLLM takes as defaults. */
    Sampling sampling() {
        return family.startsWith("gpt-oss") ? Sampling.PLAIN : Sampling.SORTED;
    }

    /** The engine that it ran on, with these factors and this power. */
    public EngineModel engine(Calibration factors, PowerCurve power) {
        Tuning tuning = new Tuning(EngineBackend.VLLM, GPU.kernels(), factors).with(sampling());
        return new EngineModel(
                model, GPU.withPower(power), spread, tuning, SpeculativeDecoding.OFF);
    }
}
