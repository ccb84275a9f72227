// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.twin.fidelity.data.PublicData;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A GPU whose kernels were measured with vLLM; its tables lie in a folder of files. */
record MeasuredGpu(GpuSpec spec) {
    private static final String FOLDER = "engine/aiconfigurator/kernels";

    /** Every one, oldest generation first. */
    static List<MeasuredGpu> all() {
        return Stream.of(
                        "a100-sxm",
                        "h100-sxm",
                        "h200-sxm",
                        "b200-sxm",
                        "b300-sxm",
                        "gb200",
                        "gb300")
                .map(name -> new MeasuredGpu(Gpus.find(name).orElseThrow()))
                .toList();
    }

    String generation() {
        return spec.generation().name().toLowerCase(Locale.ROOT);
    }

    /** The rows of one table of kernels, for example {@code gemm__gemm}. */
    List<Row> table(String kernels) {
        String start = spec.name().replace('-', '_') + "__" + kernels + "_perf__vllm-";
        try (Stream<Path> files = Files.list(PublicData.required().resolve(FOLDER))) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .sorted()
                    .flatMap(file -> Table.read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
