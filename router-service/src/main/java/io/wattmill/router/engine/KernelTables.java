// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The kernel tables that are shipped: {@code kernels.csv}, read once. Its header says where its
 * figures come from.
 */
final class KernelTables {
    private static final String FILE = "kernels.csv";
    private static final double MICROS = 1e-6;
    private static final List<Row> ROWS = read();

    private KernelTables() {}

    /** The table of this GPU; a row of its own counts before one of its generation. */
    static KernelTable of(String gpu, GpuSpec.Generation generation) {
        List<String> keys = List.of(generation.name().toLowerCase(Locale.ROOT), gpu);
        Row attention = last(keys, "attention");
        return new KernelTable(
                products(keys, "dense"),
                products(keys, "experts"),
                attention.product().compute(),
                attention.product().weightRead(),
                attention.product().provenance());
    }

    private static Map<WeightFormat, KernelTable.Product> products(
            List<String> keys, String operator) {
        Map<WeightFormat, KernelTable.Product> found = new HashMap<>();
        for (String key : keys) {
            ROWS.stream()
                    .filter(row -> row.of().equals(key) && row.operator().equals(operator))
                    .forEach(row -> found.put(row.format(), row.product()));
        }
        return found;
    }

    private static Row last(List<String> keys, String operator) {
        return keys.stream()
                .flatMap(key -> ROWS.stream().filter(row -> row.of().equals(key)))
                .filter(row -> row.operator().equals(operator))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private record Row(
            String of, String operator, WeightFormat format, KernelTable.Product product) {
        static Row of(String line) {
            String[] cells = line.split(",", -1);
            return new Row(
                    cells[0],
                    cells[1],
                    WeightFormat.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                    new KernelTable.Product(
                            Double.parseDouble(cells[3]),
                            Double.parseDouble(cells[4]),
                            Double.parseDouble(cells[5]) * MICROS,
                            Provenance.valueOf(cells[6].toUpperCase(Locale.ROOT))));
        }
    }

    private static List<Row> read() {
        try (InputStream file = KernelTables.class.getResourceAsStream(FILE)) {
            String text =
                    new String(
                            Objects.requireNonNull(file, FILE).readAllBytes(),
                            StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).skip(1).map(Row::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
