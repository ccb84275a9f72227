// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.levels;

import io.wattmill.router.engine.PowerLevels;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Works {@link PowerLevels} out again: {@code deploy/measure/fidelity power-levels}. */
public final class MeasuredLevels {
    /** Shorter kernels are over before a meter has seen them. */
    private static final double MILLISECONDS = 0.2;

    static final Map<String, PowerLevels> SHIPPED =
            Map.of(
                    "h200_sxm", PowerLevels.H200,
                    "b200_sxm", PowerLevels.B200,
                    "gb200", PowerLevels.GB200);

    private MeasuredLevels() {}

    /**
     * Medians of the tables.
     *
     * @param gpu as the files call it
     */
    static PowerLevels of(String gpu) {
        List<Row> products =
                table(gpu, "gemm__gemm").stream()
                        .filter(row -> "bfloat16".equals(row.text("gemm_dtype")))
                        .toList();
        return new PowerLevels(
                median(products, row -> row.count("m") <= 64),
                median(products, row -> row.count("m") > 1024),
                median(table(gpu, "attention__generation_attention"), _ -> true),
                median(table(gpu, "attention__context_attention"), _ -> true));
    }

    private static List<Row> table(String gpu, String kernels) {
        String file = gpu + "__" + kernels + "_perf__vllm-0.22.0.csv.gz";
        return Table.read(
                PublicData.required().resolve("engine/aiconfigurator/kernels").resolve(file));
    }

    private static double median(List<Row> rows, Predicate<Row> wanted) {
        double[] shares =
                rows.stream()
                        .filter(wanted)
                        .filter(row -> row.number("latency") >= MILLISECONDS)
                        .filter(row -> row.number("power") > 0)
                        .mapToDouble(row -> row.number("power") / row.number("power_limit"))
                        .sorted()
                        .toArray();
        return shares[shares.length / 2];
    }

    /** Prints the medians beside what is shipped. */
    public static void main(String[] arguments) {
        new TreeMap<>(SHIPPED)
                .forEach(
                        (gpu, shipped) -> {
                            print(gpu + ", tables ", of(gpu));
                            print(gpu + ", shipped", shipped);
                        });
    }

    private static void print(String title, PowerLevels levels) {
        System.out.printf(
                Locale.ROOT,
                "%-18s decode products %.2f, prompt products %.2f, decode attention %.2f,"
                        + " prompt attention %.2f of the power limit%n",
                title,
                levels.decodeProducts(),
                levels.promptProducts(),
                levels.decodeAttention(),
                levels.promptAttention());
    }
}
