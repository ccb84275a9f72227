// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OPERATING.md names what the router tells of itself: each metric and limit, and no other. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("../docs/OPERATING.md");
    private static final Path CODE = Path.of("src/main/java");
    private static final Pattern METRIC = Pattern.compile("wattmill_router_[a-z0-9_]+");
    private static final Pattern METRIC_IN_CODE =
            Pattern.compile("\"(wattmill_router_[a-z0-9_]+)\"");
    private static final Pattern ROW_OF_LIMITS =
            Pattern.compile("^\\| (`router\\.[^|]+)\\|", Pattern.MULTILINE);
    private static final Pattern LIMIT = Pattern.compile("`(router\\.[a-z.-]+)`");
    private static final Pattern LIMIT_IN_CODE =
            Pattern.compile("(?:\"limit\", |Limits\\.hit\\([a-z.()]+, )\"(router\\.[a-z.-]+)\"");
    private static final Pattern LIMIT_OF_A_HELLO = Pattern.compile("TooMuch\\(\"([a-z.-]+)\"");
    private static final Pattern SCRAPED =
            Pattern.compile("^# TYPE (wattmill_router_[a-z0-9_]+) (\\w+)", Pattern.MULTILINE);

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    /** In one line each, as formatting breaks them. */
    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(MetricsPageTest::read)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\\(\\s+", "(")
                    .replaceAll(",\\s+", ", ");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeSet<String> all(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thePageNamesEveryMetricOfTheCodeAndNoOther() throws IOException {
        TreeSet<String> onPage =
                all(METRIC, 0, page()).stream()
                        .map(name -> name.replaceFirst("_total$", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all(METRIC_IN_CODE, 1, code()), onPage);
    }

    @Test
    void thePageNamesMetricsAsTheyAreScraped() throws IOException {
        TreeSet<String> onPage = all(METRIC, 0, page());
        try (RouterHarness harness = new RouterHarness()) {
            Await.await(
                    harness.placement()
                            .place(
                                    PlaceRequest.newBuilder()
                                            .setRequestId("r1")
                                            .setAttempt(1)
                                            .setModel("llama-3.1-8b")
                                            .build()));
            String text = harness.context.metrics().scrape();
            TreeSet<String> scraped = all(SCRAPED, 1, text);
            assertTrue(scraped.contains("wattmill_router_decisions_total"), text);
            scraped.removeIf(name -> name.endsWith("_max"));
            scraped.removeAll(onPage);
            assertEquals(new TreeSet<>(), scraped);
        }
    }

    @Test
    void thePageNamesEveryLimitOfTheCodeAndNoOther() throws IOException {
        TreeSet<String> inCode = all(LIMIT_IN_CODE, 1, code());
        all(LIMIT_OF_A_HELLO, 1, code()).forEach(limit -> inCode.add("router." + limit));
        TreeSet<String> onPage = all(LIMIT, 1, String.join(" ", all(ROW_OF_LIMITS, 1, page())));
        assertEquals(inCode, onPage);
    }
}
