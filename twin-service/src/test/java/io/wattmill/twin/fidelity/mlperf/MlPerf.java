// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.twin.fidelity.data.Errors;
import io.wattmill.twin.fidelity.data.LeastSquares;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * MLPerf inference v4.1 (commit 1e5a50f, Apache-2.0), language models. Time is fitted on the rows
 * of H100 SXM and scored on all other GPUs'; AMD's software has one factor, from the rows of one
 * MI300X, and is scored on those of eight. Wall power is the GPUs' by the power model, plus a host
 * fitted on GPT-J's rows and scored on the others': {@code deploy/measure/fidelity mlperf}.
 */
public final class MlPerf {
    private static final double SCALE = 0.1;
    private static final double PULL = 0.3;

    // NVIDIA's published MaxQ settings (closed/NVIDIA/configs/gptj and llama2-70b, power_limit);
    // Mixtral's is not public in the same place and taken to be Llama's.
    private static final long GPTJ_LIMIT_MILLIWATTS = 350_000;
    private static final long LLAMA_LIMIT_MILLIWATTS = 500_000;

    private final List<Entry> entries = Entry.all();
    private final Constants constants;
    private final double amdFactor;
    private final double hostWatts;

    MlPerf() {
        List<Entry> seen = entries.stream().filter(Entry::isH100).toList();
        constants =
                new Constants(
                        LeastSquares.fit(
                                moved -> residuals(seen, new Constants(moved)),
                                Constants.COUNT,
                                SCALE,
                                PULL));
        amdFactor = median(entries.stream().filter(MlPerf::isOneOfAmd).toList());
        hostWatts =
                powered().stream()
                        .filter(Entry::isGptJ)
                        .mapToDouble(entry -> entry.wallWatts() - gpuWatts(entry))
                        .average()
                        .orElseThrow();
    }

    private static double[] residuals(List<Entry> entries, Constants constants) {
        return entries.stream()
                .mapToDouble(
                        entry ->
                                Math.log(
                                        constants.tokensPerGpu(entry, entry.board().gpu())
                                                / entry.tokensPerGpu()))
                .toArray();
    }

    private static boolean isOneOfAmd(Entry entry) {
        return entry.isAmd() && entry.gpus() == 1;
    }

    private double median(List<Entry> ones) {
        double[] factors =
                ones.stream()
                        .mapToDouble(
                                entry ->
                                        entry.tokensPerGpu()
                                                / constants.tokensPerGpu(
                                                        entry, entry.board().gpu()))
                        .sorted()
                        .toArray();
        return (factors[factors.length / 2] + factors[(factors.length - 1) / 2]) / 2;
    }

    /** Rows at full power whose GPU, or for AMD whose size, had no part in the fit. */
    List<Entry> unseen() {
        return entries.stream()
                .filter(entry -> !entry.measuresPower() && !entry.isH100() && !isOneOfAmd(entry))
                .toList();
    }

    /** Rows with measured wall power: H200 under a power limit. */
    List<Entry> powered() {
        return entries.stream().filter(Entry::measuresPower).toList();
    }

    Errors tokens(List<Entry> rows) {
        return Errors.of(rows, Entry::tokensPerGpu, this::tokensPerGpu);
    }

    private double tokensPerGpu(Entry entry) {
        double rate = constants.tokensPerGpu(entry, gpu(entry));
        return entry.isAmd() ? rate * amdFactor : rate;
    }

    Errors wall(List<Entry> rows) {
        return Errors.of(rows, Entry::wallWatts, entry -> gpuWatts(entry) + hostWatts);
    }

    private double gpuWatts(Entry entry) {
        return constants.wattsPerGpu(entry, gpu(entry)) * entry.gpus();
    }

    private static GpuSpec gpu(Entry entry) {
        GpuSpec gpu = entry.board().gpu();
        if (!entry.measuresPower()) {
            return gpu;
        }
        return gpu.limitedTo(entry.isGptJ() ? GPTJ_LIMIT_MILLIWATTS : LLAMA_LIMIT_MILLIWATTS);
    }

    /** Rows of language models that are not scored, by reason. */
    static Map<String, Long> leftAside() {
        return Entry.rows().stream()
                .map(Entry::whyNot)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    }

    /** Prints the errors by GPU and of all. */
    public static void main(String[] arguments) {
        MlPerf mlPerf = new MlPerf();
        System.out.println(Entry.rows().size() + " rows of language models; not scored:");
        leftAside().forEach((why, rows) -> System.out.println("  " + rows + " " + why));
        System.out.println("tokens/s");
        for (String gpu :
                new TreeSet<>(mlPerf.unseen().stream().map(Entry::accelerator).toList())) {
            for (String model : List.of("llama2-70b", "mixtral-8x7b", "gptj")) {
                mlPerf.print(gpu, model);
            }
        }
        System.out.println("  H100 SXM, fitted  " + mlPerf.h100().text());
        System.out.println("  all, unseen       " + mlPerf.tokens(mlPerf.unseen()).text());
        System.out.println("  under a limit     " + mlPerf.tokens(mlPerf.powered()).text());
        mlPerf.printWall();
    }

    private Errors h100() {
        return tokens(entries.stream().filter(Entry::isH100).toList());
    }

    private void print(String gpu, String model) {
        List<Entry> rows =
                unseen().stream()
                        .filter(entry -> entry.accelerator().equals(gpu))
                        .filter(entry -> entry.benchmark().startsWith(model))
                        .toList();
        if (!rows.isEmpty()) {
            System.out.printf("  %-42s %-12s %s%n", gpu, model, tokens(rows).text());
        }
    }

    private void printWall() {
        System.out.printf("wall power: GPUs + %.0f W of host%n", hostWatts);
        System.out.println(
                "  GPT-J, host fitted  "
                        + wall(powered().stream().filter(Entry::isGptJ).toList()).text());
        System.out.println("  the others, unseen  " + wall(unseenPowered()).text());
        System.out.println("  all                 " + wall(powered()).text());
    }

    List<Entry> unseenPowered() {
        return powered().stream().filter(entry -> !entry.isGptJ()).toList();
    }
}
