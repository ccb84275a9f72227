// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Every metric and every limit of the modules on the class path, as each module describes its own:
 * {@code META-INF/wattmill/metrics.txt} and {@code limits.txt}, lines of cells with bars between.
 * The help of a scrape and the reference page come from here.
 */
public final class MetricCatalogue {

    private static final String FOLDER = "META-INF/wattmill/";
    private static final String SERVICE = "service ";
    private static final int METRIC_CELLS = 6;
    private static final int LIMIT_CELLS = 3;

    private MetricCatalogue() {}

    /** Every metric, in the order of the modules' files. */
    public static List<MetricLine> metrics() {
        List<MetricLine> lines = new ArrayList<>();
        read(
                "metrics.txt",
                METRIC_CELLS,
                (service, cells) ->
                        lines.add(
                                new MetricLine(
                                        service,
                                        cells.get(0),
                                        cells.get(1),
                                        cells.get(2),
                                        cells.get(3),
                                        cells.get(4),
                                        cells.get(5))));
        return List.copyOf(lines);
    }

    /** Every limit, in the order of the modules' files. */
    public static List<LimitLine> limits() {
        List<LimitLine> lines = new ArrayList<>();
        read(
                "limits.txt",
                LIMIT_CELLS,
                (service, cells) ->
                        lines.add(
                                new LimitLine(service, cells.get(0), cells.get(1), cells.get(2))));
        return List.copyOf(lines);
    }

    private static void read(String file, int width, BiConsumer<String, List<String>> lines) {
        try {
            ClassLoader loader = MetricCatalogue.class.getClassLoader();
            for (URL url : Collections.list(loader.getResources(FOLDER + file))) {
                read(url, width, lines);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static void read(URL url, int width, BiConsumer<String, List<String>> lines)
            throws IOException {
        try (BufferedReader text =
                new BufferedReader(
                        new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
            String service = "";
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (line.startsWith(SERVICE)) {
                    service = line.substring(SERVICE.length());
                } else if (!line.startsWith("#")) {
                    lines.accept(service, cells(url, line, width));
                }
            }
        }
    }

    private static List<String> cells(URL url, String line, int width) {
        List<String> cells = List.of(line.split("\\s*\\|\\s*", -1));
        if (cells.size() != width) {
            throw new IllegalStateException(url + ": not " + width + " cells: " + line);
        }
        return cells;
    }
}
