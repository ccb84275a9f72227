// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;

import java.util.List;
import java.util.Optional;

/**
 * A result that the model can tell of.
 *
 * @param accelerator MLPerf's name of the GPU
 * @param gpus of all nodes
 * @param tokensPerSecond of all of them
 * @param wallWatts of the whole system; 0 where nobody measured
 */
record Entry(
        String accelerator,
        Board board,
        Workload workload,
        String benchmark,
        boolean server,
        double gpus,
        double tokensPerSecond,
        double wallWatts) {
    private static final String FILE = "mlperf/mlperf_inference_datacenter_v4.1.csv";

    /** Rows of language models, whoever and whatever. */
    static List<Row> rows() {
        return Table.read(PublicData.required().resolve(FILE)).stream()
                .filter(row -> "Tokens/s".equals(row.text("perf_units")))
                .toList();
    }

    /** Why a row is not scored; empty if it is. */
    static Optional<String> whyNot(Row row) {
        if ("open".equals(row.text("category"))) {
            return Optional.of("open division: other models or settings");
        }
        if (row.text("accelerator").isEmpty()) {
            return Optional.of("CPU");
        }
        if (row.text("software").startsWith("vLLM 0.5")) {
            return Optional.of("vLLM 0.5 on L40S: two rows of a software of their own");
        }
        return Board.of(row.text("accelerator")).isEmpty()
                ? Optional.of("GPU not modelled: " + row.text("accelerator"))
                : Optional.empty();
    }

    static List<Entry> all() {
        return rows().stream().filter(row -> whyNot(row).isEmpty()).map(Entry::of).toList();
    }

    private static Entry of(Row row) {
        return new Entry(
                row.text("accelerator"),
                Board.of(row.text("accelerator")).orElseThrow(),
                Workload.of(row.text("model")).orElseThrow(),
                row.text("model"),
                "Server".equals(row.text("scenario")),
                row.number("accel_total_calc"),
                row.number("perf"),
                row.text("power").isEmpty() ? 0 : row.number("power"));
    }

    boolean isH100() {
        return accelerator.equals("NVIDIA H100-SXM-80GB");
    }

    boolean isAmd() {
        return accelerator.startsWith("AMD");
    }

    boolean measuresPower() {
        return wallWatts > 0;
    }

    boolean isGptJ() {
        return benchmark.startsWith("gptj");
    }

    double tokensPerGpu() {
        return tokensPerSecond / gpus;
    }
}
