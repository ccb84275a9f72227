// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Factors as they are shipped: comments, then a header {@code
 * factor,vllm,sglang,trtllm,vllm_known,sglang_known,trtllm_known}, then a line for each factor: its
 * values, and how each is known.
 *
 * @param columns cells by the name of the column, then by factor
 */
public record FactorFile(Map<String, Map<String, String>> columns) {
    private static final String KNOWN = "_known";

    /** The resource of this name beside {@code owner}. */
    public static FactorFile of(Class<?> owner, String name) {
        List<String[]> lines =
                text(owner, name)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(",", -1))
                        .toList();
        List<String> header = Arrays.asList(lines.getFirst());
        return new FactorFile(
                header.stream()
                        .skip(1)
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        key -> key, key -> column(lines, header.indexOf(key)))));
    }

    private static Map<String, String> column(List<String[]> lines, int place) {
        return lines.stream()
                .skip(1)
                .collect(Collectors.toUnmodifiableMap(line -> line[0], line -> line[place]));
    }

    private static String text(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A factor of a backend; the file has it. */
    public double of(String factor, EngineBackend backend) {
        return Double.parseDouble(cell(backend.key(), factor));
    }

    /** How a factor of a backend is known; the file has it. */
    public Provenance known(String factor, EngineBackend backend) {
        return Provenance.valueOf(cell(backend.key() + KNOWN, factor).toUpperCase(Locale.ROOT));
    }

    private String cell(String column, String factor) {
        Map<String, String> cells = Objects.requireNonNull(columns.get(column), column);
        return Objects.requireNonNull(cells.get(factor), factor);
    }
}
