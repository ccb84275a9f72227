// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Fitted factors as they are shipped: comments, then a header {@code factor,vllm,sglang,trtllm},
 * then a line for each factor.
 *
 * @param columns factors by the backend's key
 */
public record FactorFile(Map<String, Map<String, Double>> columns) {

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

    private static Map<String, Double> column(List<String[]> lines, int place) {
        return lines.stream()
                .skip(1)
                .collect(
                        Collectors.toUnmodifiableMap(
                                line -> line[0], line -> Double.valueOf(line[place])));
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
        Map<String, Double> column = Objects.requireNonNull(columns.get(backend.key()));
        return Objects.requireNonNull(column.get(factor), factor);
    }
}
