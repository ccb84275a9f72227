// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What emulated engines say of themselves on `/metrics`.
 *
 * @param engines base URLs
 */
record EngineCounters(List<URI> engines) {

    long generationTokens() {
        return sum("vllm:generation_tokens_total");
    }

    long running() {
        return sum("vllm:num_requests_running");
    }

    private long sum(String metric) {
        return engines.stream().mapToLong(engine -> value(page(engine), metric)).sum();
    }

    private static long value(String page, String metric) {
        return page.lines()
                .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
                .mapToLong(
                        line ->
                                (long)
                                        Double.parseDouble(
                                                line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String page(URI engine) {
        try (var body = engine.resolve("/metrics").toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
