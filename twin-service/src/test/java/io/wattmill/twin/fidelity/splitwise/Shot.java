// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.splitwise;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A batch of prompts served once; the median of its repetitions.
 *
 * @param setting model, GPU and group: what is left out of a fit
 * @param prompt tokens of each prompt
 * @param output tokens of each answer
 * @param promptSeconds of all prompts together
 * @param tokenSeconds of one token of each
 */
record Shot(
        Setting setting,
        int prompt,
        int batch,
        int output,
        double promptSeconds,
        double tokenSeconds) {

    /** What ran where. */
    record Setting(String modelName, String hardware, int tensorParallel) {
        ModelArchitecture model() {
            return Models.find(modelName.replace("llama2", "llama-2")).orElseThrow();
        }

        GpuSpec gpu() {
            return Gpus.find(isA100() ? "a100-sxm" : "h100-sxm").orElseThrow();
        }

        boolean isA100() {
            return hardware.startsWith("a100");
        }

        boolean isBloom() {
            return modelName.startsWith("bloom");
        }
    }

    private record Key(Setting setting, int prompt, int batch, int output) {}

    /**
     * All of them. Rows of H100s with a power cap are left out: their prompt times are the others'
     * times 1.3, to the last digit, so they measure nothing.
     */
    static List<Shot> all() {
        Map<Key, List<Row>> rows =
                Table.read(PublicData.required().resolve("engine/splitwise/perf_model.csv"))
                        .stream()
                        .filter(row -> !row.text("hardware").endsWith("-pcap"))
                        .collect(Collectors.groupingBy(Shot::key));
        return rows.entrySet().stream().map(entry -> of(entry.getKey(), entry.getValue())).toList();
    }

    private static Key key(Row row) {
        return new Key(
                new Setting(row.text("model"), row.text("hardware"), row.count("tensor_parallel")),
                row.count("prompt_size"),
                row.count("batch_size"),
                row.count("token_size"));
    }

    private static Shot of(Key key, List<Row> rows) {
        return new Shot(
                key.setting(),
                key.prompt(),
                key.batch(),
                key.output(),
                median(rows, "prompt_time") / 1e3,
                median(rows, "token_time") / 1e3);
    }

    private static double median(List<Row> rows, String column) {
        double[] sorted = rows.stream().mapToDouble(row -> row.number(column)).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
                .average()
                .orElseThrow();
    }

    /** The step that computes all prompts. */
    StepLoad promptStep() {
        return new StepLoad(batch * prompt, batch * StepLoad.pairs(prompt, 0), 0, 0);
    }

    /** A step half way through the answers. */
    StepLoad tokenStep() {
        return StepLoad.decode(batch, (long) batch * (prompt + output / 2));
    }
}
