// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.joules;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.agent.regression.EnergyRegression;
import io.wattmill.agent.regression.Estimate;
import io.wattmill.agent.regression.RegressionRules;
import io.wattmill.agent.regression.Window;
import io.wattmill.agent.regression.Work;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits every second load of each published series (ML.ENERGY v3, H100) and foretells the joules per
 * token of the loads between. Needs the public figures in the folder that the variable
 * WATTMILL_DATA names; skips, saying so, without it.
 */
class PublishedJoulesTest {

    /** Not in the data; what the engine model's calibration found for the chat task. */
    private static final double CHAT_PROMPT_TOKENS = 160;

    private static final String CHAT = "lm-arena-chat";
    private static final int FEWEST_LOADS = 6;

    /** A minute of each load, in windows of a second. */
    private static final int WINDOWS = 60;

    private final Optional<Path> data =
            Optional.ofNullable(System.getenv("WATTMILL_DATA")).map(Path::of);

    @BeforeEach
    void needsTheData() {
        assumeTrue(data.isPresent(), "WATTMILL_DATA is not set: nothing to compare with");
    }

    /** A saturated run: {@code batch} sequences at all times. */
    private record Run(
            String series, double batch, double output, double tokensPerSecond, double watts) {

        double joulesPerToken() {
            return watts / tokensPerSecond;
        }

        Work second() {
            double steps = tokensPerSecond / batch;
            double context = CHAT_PROMPT_TOKENS + output / 2;
            double prompts = tokensPerSecond / output;
            return new Work(
                    1,
                    prompts * CHAT_PROMPT_TOKENS,
                    steps,
                    tokensPerSecond,
                    tokensPerSecond * context);
        }

        Window window() {
            return new Window(second(), Math.round(watts * 1e6));
        }
    }

    @Test
    void foretellsTheJoulesPerTokenOfLoadsThatItHasNotSeen() throws IOException {
        List<Double> errors = new ArrayList<>();
        for (Map.Entry<String, List<Run>> series : series().entrySet()) {
            List<Double> ofSeries = errors(series.getValue());
            System.out.printf(
                    "published joules: %s: %d loads foretold, median %.1f %%, worst %.1f %%%n",
                    series.getKey(), ofSeries.size(), median(ofSeries), worst(ofSeries));
            errors.addAll(ofSeries);
        }
        System.out.printf(
                "published joules: %d loads foretold, median %.1f %%, worst %.1f %%%n",
                errors.size(), median(errors), worst(errors));
        assertTrue(errors.size() == 80 && median(errors) < 3 && worst(errors) < 15);
    }

    private static List<Double> errors(List<Run> runs) {
        EnergyRegression regression = new EnergyRegression(new RegressionRules(3_600, 0.5));
        List<Run> held = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            if (i % 2 == 0) {
                held.add(runs.get(i));
            }
        }
        for (int second = 0; second < WINDOWS; second++) {
            held.forEach(run -> regression.learn(run.window()));
        }
        return IntStream.range(0, runs.size())
                .filter(i -> i % 2 == 1)
                .mapToObj(i -> error(regression, runs.get(i)))
                .toList();
    }

    /** As an agent would: the batch of the load is seen, its energy is not. */
    private static double error(EnergyRegression regression, Run run) {
        Estimate estimate = regression.estimate(run.batch()).orElseThrow();
        Work work = run.second();
        double joules =
                estimate.base().value()
                        + estimate.prefill().value() * work.prefillTokens()
                        + estimate.decode().value() * work.decodeTokens()
                        + estimate.kvRead().value() * work.kvReads();
        double foretold = joules / run.tokensPerSecond();
        return 100 * Math.abs(foretold / run.joulesPerToken() - 1);
    }

    private Map<String, List<Run>> series() throws IOException {
        return runs().stream()
                .collect(Collectors.groupingBy(Run::series, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() >= FEWEST_LOADS)
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> byBatch(entry.getValue()),
                                (a, _) -> a,
                                TreeMap::new));
    }

    private static List<Run> byBatch(List<Run> runs) {
        return runs.stream().sorted(Comparator.comparingDouble(Run::batch)).toList();
    }

    private List<Run> runs() throws IOException {
        Path file = data.orElseThrow().resolve("energy/ml_energy_v3_h100.csv");
        List<String> lines = Files.readAllLines(file);
        List<String> header = Arrays.asList(lines.getFirst().split(","));
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[header.indexOf("task")].equals(CHAT))
                .map(cells -> run(header, cells))
                .toList();
    }

    private static Run run(List<String> header, String[] cells) {
        return new Run(
                String.join(
                        " ",
                        cells[header.indexOf("nickname")],
                        cells[header.indexOf("weight_precision")],
                        cells[header.indexOf("num_gpus")] + "xH100"),
                Double.parseDouble(cells[header.indexOf("avg_batch_size")]),
                Double.parseDouble(cells[header.indexOf("avg_output_len")]),
                Double.parseDouble(cells[header.indexOf("output_throughput_tokens_per_sec")]),
                Double.parseDouble(cells[header.indexOf("avg_power_watts")]));
    }

    private static double median(List<Double> errors) {
        return errors.stream().sorted().skip(errors.size() / 2).findFirst().orElseThrow();
    }

    private static double worst(List<Double> errors) {
        return errors.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
