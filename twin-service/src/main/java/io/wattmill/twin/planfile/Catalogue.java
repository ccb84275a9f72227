// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;

import java.util.List;
import java.util.stream.Stream;

/** What a plan may name of GPUs and models: what the engine catalogue knows. */
final class Catalogue {
    /** GPUs of reference plans, which the engine catalogue learns. */
    private static final List<String> PLANNED_GPUS =
            List.of(
                    "a100-sxm",
                    "b200-sxm",
                    "b300-sxm",
                    "gb200",
                    "gb300",
                    "rtx-pro-6000",
                    "l40s",
                    "mi300x",
                    "mi325x",
                    "mi355x");

    /** Models of reference plans, which the engine catalogue learns. */
    private static final List<String> PLANNED_MODELS =
            List.of("llama-3.1-405b", "gpt-oss-120b", "deepseek-r1", "qwen3-235b-a22b");

    private Catalogue() {}

    static boolean knowsGpu(String name) {
        return Gpus.find(name).isPresent() || PLANNED_GPUS.contains(name);
    }

    static List<String> gpus() {
        return all(Gpus.all().stream().map(GpuSpec::name), PLANNED_GPUS);
    }

    static boolean knowsModel(String name) {
        var shape = name.replaceFirst("-fp[48]$", "");
        return Models.find(name).isPresent() || PLANNED_MODELS.contains(shape);
    }

    static List<String> models() {
        return all(Models.all().stream().map(ModelArchitecture::name), PLANNED_MODELS);
    }

    private static List<String> all(Stream<String> known, List<String> planned) {
        return Stream.concat(known, planned.stream()).distinct().toList();
    }
}
