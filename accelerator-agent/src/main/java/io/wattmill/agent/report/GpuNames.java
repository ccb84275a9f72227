// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Catalogue names of GPUs by the names that their driver gives them: {@code gpu-names.csv}, which
 * says where each is from. A variant that is another GPU has another name, and none here.
 */
public final class GpuNames {

    /** How the name of an emulated device ends. */
    static final String EMULATED = " (emulated)";

    private static final String RESOURCE = "gpu-names.csv";
    private static final int COLUMNS = 3;

    private static final Map<String, String> CATALOGUE = read();

    private GpuNames() {}

    /** The catalogue's name; empty where the catalogue does not hold it. */
    public static String of(String modelName) {
        String real =
                modelName.endsWith(EMULATED)
                        ? modelName.substring(0, modelName.length() - EMULATED.length())
                        : modelName;
        return CATALOGUE.getOrDefault(plain(real), "");
    }

    /** Every catalogue name that a driver's name is known of, sorted. */
    public static List<String> known() {
        return CATALOGUE.values().stream().distinct().sorted().toList();
    }

    /** In small letters, with single spaces and without the maker, whom old drivers left out. */
    private static String plain(String name) {
        String small = name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return small.replaceFirst("^(nvidia|amd) ", "");
    }

    private static Map<String, String> read() {
        return text().lines()
                .filter(line -> !line.startsWith("#"))
                .map(GpuNames::row)
                .collect(Collectors.toUnmodifiableMap(row -> plain(row[0]), row -> row[1]));
    }

    private static String[] row(String line) {
        String[] cells = line.split(";", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("not " + COLUMNS + " columns: " + line);
        }
        return cells;
    }

    private static String text() {
        try (InputStream rows = GpuNames.class.getResourceAsStream(RESOURCE)) {
            byte[] bytes = Objects.requireNonNull(rows, RESOURCE).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
