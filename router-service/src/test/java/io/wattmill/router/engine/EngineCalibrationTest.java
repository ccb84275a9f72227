// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The engine model against what was measured. Needs ML.ENERGY's and aiconfigurator's public figures
 * in the folder that the variable WATTMILL_DATA names; skips, saying so, without it.
 */
class EngineCalibrationTest {
    /**
     * Prompt of an lm-arena-chat request. Not in the data; the value under which batch, throughput
     * and median time between tokens agree best.
     */
    private static final double CHAT_PROMPT_TOKENS = 160;

    /** The models that the H100's power was fitted to. */
    private static final Set<Optional<ModelArchitecture>> FITTED =
            Set.of(Optional.of(Models.LLAMA_3_1_8B), Optional.of(Models.LLAMA_3_1_70B));

    private final Optional<Path> data =
            Optional.ofNullable(System.getenv("WATTMILL_DATA")).map(Path::of);

    @BeforeEach
    void needsTheData() {
        assumeTrue(data.isPresent(), "WATTMILL_DATA is not set: nothing to calibrate against");
    }

    @Test
    void tellsTheMeanTimePerTokenOfMlEnergy() throws IOException {
        List<Chat> rows = chats();
        Errors errors =
                Errors.of(rows, row -> row.meanMs(), row -> row.predictedMs(row.meanLoad()));
        errors.print("ML.ENERGY v3 H100, mean time per token");
        assertTrue(rows.size() == 23 && errors.median() < 0.05 && errors.worst() < 0.12);
    }

    @Test
    void tellsTheMedianTimeBetweenTokensOfMlEnergy() throws IOException {
        List<Chat> rows = chats();
        Errors errors =
                Errors.of(rows, row -> row.medianMs, row -> row.predictedMs(row.medianLoad()));
        errors.print("ML.ENERGY v3 H100, median inter-token latency");
        assertTrue(rows.size() == 23 && errors.median() < 0.06 && errors.worst() < 0.17);
    }

    @Test
    void tellsThePowerOfMlEnergy() throws IOException {
        List<Chat> rows = chats();
        Errors errors =
                Errors.of(
                        rows,
                        row -> row.watts,
                        row -> row.engine.powerMilliwatts(row.meanLoad()) / 1e3);
        errors.print("ML.ENERGY v3 H100, watts");
        assertTrue(rows.size() == 23 && errors.median() < 0.012 && errors.worst() < 0.045);
    }

    @Test
    void tellsTheTimePerTokenOfVllmOnH100AndH200() throws IOException {
        for (Map.Entry<String, GpuSpec> gpu :
                Map.of("h100_sxm", Gpus.H100_SXM, "h200_sxm", Gpus.H200_SXM).entrySet()) {
            List<ServingPoint> rows = servingPoints(gpu.getKey(), gpu.getValue());
            Errors errors = Errors.of(rows, row -> row.tpotMs, ServingPoint::predictedMs);
            errors.print("aiconfigurator vLLM, 70B fp8, " + gpu.getKey() + ", time per token");
            assertTrue(rows.size() == 20 && errors.median() < 0.06 && errors.worst() < 0.19);
        }
    }

    /** One saturated run: {@code batch} sequences at all times, each {@code output} tokens long. */
    private record Chat(
            EngineModel engine,
            double batch,
            double output,
            double throughput,
            double watts,
            double medianMs) {
        double meanMs() {
            return batch / throughput * 1e3;
        }

        /** In steady state each step starts batch / output prompts. */
        StepLoad meanLoad() {
            double prompt = batch * CHAT_PROMPT_TOKENS / output;
            return medianLoad()
                    .plus(
                            new StepLoad(
                                    (int) Math.round(prompt),
                                    Math.round(prompt * CHAT_PROMPT_TOKENS / 2),
                                    0,
                                    0));
        }

        /** Prompts come in bursts: the median step has none. */
        StepLoad medianLoad() {
            return StepLoad.decode(
                    (int) Math.round(batch), Math.round(batch * (CHAT_PROMPT_TOKENS + output / 2)));
        }

        double predictedMs(StepLoad load) {
            return engine.stepTimeNanos(load) / 1e6;
        }
    }

    private List<Chat> chats() throws IOException {
        return read("energy/ml_energy_v3_h100.csv").stream()
                .filter(row -> FITTED.contains(model(row)))
                .map(
                        row ->
                                new Chat(
                                        sorting(
                                                Models.find(row.text("model_id")).orElseThrow(),
                                                (int) row.number("tensor_parallel")),
                                        row.number("avg_batch_size"),
                                        row.number("avg_output_len"),
                                        row.number("output_throughput_tokens_per_sec"),
                                        row.number("avg_power_watts"),
                                        row.number("median_itl_ms")))
                .toList();
    }

    /** Requests of the benchmark have the models' published defaults, which are top-p. */
    private static EngineModel sorting(ModelArchitecture model, int tensorParallel) {
        return new EngineModel(
                model,
                Gpus.H100_SXM,
                Parallelism.tensor(tensorParallel),
                Tuning.of(EngineBackend.VLLM, Gpus.H100_SXM).with(Sampling.SORTED),
                SpeculativeDecoding.OFF);
    }

    private static Optional<ModelArchitecture> model(Row row) {
        return Models.find(row.text("model_id"));
    }

    /** A closed loop of {@code batch} users with fixed lengths. */
    private record ServingPoint(
            EngineModel engine, int batch, double input, double output, double tpotMs) {
        double predictedMs() {
            double prompt = batch * input / output;
            StepLoad decode = StepLoad.decode(batch, Math.round(batch * (input + output / 2)));
            StepLoad load =
                    decode.plus(
                            new StepLoad(
                                    (int) Math.round(prompt),
                                    Math.round(prompt * input / 2),
                                    0,
                                    0));
            return engine.stepTimeNanos(load) / 1e6;
        }
    }

    private List<ServingPoint> servingPoints(String system, GpuSpec gpu) throws IOException {
        ModelArchitecture fp8 = Models.LLAMA_3_1_70B.withWeightBits(8);
        return read("engine/aiconfigurator/measured_serving_points.csv").stream()
                .filter(row -> "meta-llama/Llama-3.1-70B".equals(row.text("model_path")))
                .filter(row -> "vllm".equals(row.text("backend")))
                .filter(row -> system.equals(row.text("system")))
                .map(
                        row ->
                                new ServingPoint(
                                        new EngineModel(fp8, gpu, (int) row.number("tp_size")),
                                        (int) row.number("batch_size"),
                                        row.number("isl"),
                                        row.number("osl"),
                                        row.number("silicon_tpot_ms")))
                .toList();
    }

    private record Errors(double median, double worst, int rows) {
        static <T> Errors of(
                List<T> rows, ToDoubleFunction<T> measured, ToDoubleFunction<T> predicted) {
            double[] sorted =
                    rows.stream()
                            .mapToDouble(
                                    row ->
                                            Math.abs(
                                                    predicted.applyAsDouble(row)
                                                                    / measured.applyAsDouble(row)
                                                            - 1))
                            .sorted()
                            .toArray();
            return new Errors(sorted[sorted.length / 2], sorted[sorted.length - 1], sorted.length);
        }

        void print(String what) {
            System.out.printf(
                    "calibration: %s: %d rows, error median %.1f %%, worst %.1f %%%n",
                    what, rows, median * 100, worst * 100);
        }
    }

    /** One line of a CSV file by its header. */
    private record Row(Map<String, String> cells) {
        String text(String column) {
            return cells.getOrDefault(column, "");
        }

        double number(String column) {
            return Double.parseDouble(text(column));
        }
    }

    private List<Row> read(String file) throws IOException {
        List<String> lines = Files.readAllLines(data.orElseThrow().resolve(file));
        List<String> header = List.of(lines.getFirst().split(","));
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> row(header, cells))
                .toList();
    }

    private static Row row(List<String> header, String[] cells) {
        return new Row(
                IntStream.range(0, Math.min(header.size(), cells.length))
                        .boxed()
                        .collect(Collectors.toMap(header::get, i -> cells[i])));
    }
}
