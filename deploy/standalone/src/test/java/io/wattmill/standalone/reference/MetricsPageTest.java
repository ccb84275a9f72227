// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.telemetry.MetricCatalogue;
import io.wattmill.kit.telemetry.MetricLine;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page says what the code counts, and the code counts what the page says. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/metrics.md");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "summary", "histogram");

    /** A name in the code may be put together of so many texts. */
    private static final int PARTS = 3;

    private static final Map<String, String> HELP =
            MetricCatalogue.metrics().stream()
                    .collect(Collectors.toMap(MetricLine::name, MetricLine::says));

    @Test
    void thePageIsMadeFromTheCatalogue() throws IOException {
        var page = MetricsPage.text();
        Files.writeString(Path.of("target", "metrics.md"), page);
        assertTrue(
                Files.exists(PAGE) && Files.readString(PAGE).equals(page),
                () -> PAGE + " is stale: ./wattmill reference metrics > docs/reference/metrics.md");
    }

    @Test
    void everyMetricOfTheCodeIsOnThePage() {
        var missing = new TreeSet<String>();
        for (String module : Sources.MODULES) {
            Sources.literals(Sources.text(module)).stream()
                    .filter(text -> text.matches("wattmill_[a-z0-9_]*[a-z0-9]"))
                    .filter(name -> scraped(name).noneMatch(HELP::containsKey))
                    .forEach(missing::add);
        }
        assertEquals(Set.of(), missing, "META-INF/wattmill/metrics.txt of the module lacks them");
    }

    /** The code leaves out what the scrape adds. */
    private static Stream<String> scraped(String name) {
        return Stream.of(name, name + "_total", name + "_seconds");
    }

    @Test
    void everyMetricOfThePageIsInTheCode() {
        var literals = new TreeMap<String, List<String>>();
        for (String module : Sources.MODULES) {
            var undotted = Sources.text(module).replaceAll("(?<=[a-z])\\.(?=[a-z\"])", "_");
            literals.put(
                    module,
                    Sources.literals(undotted).stream()
                            .filter(text -> text.matches("[a-z0-9_]{4,}"))
                            .toList());
        }
        for (MetricLine metric : MetricCatalogue.metrics()) {
            var counted =
                    literals.values().stream().anyMatch(texts -> isSpelled(texts, metric.name()));
            assertTrue(counted, metric.name() + " is on the page and not in the code");
            assertTrue(TYPES.contains(metric.type()), metric.name());
        }
    }

    private static boolean isSpelled(List<String> literals, String name) {
        return Stream.of(name, name.replaceFirst("_total$", ""), name.replaceFirst("_seconds$", ""))
                .anyMatch(text -> Sources.spells(literals, text, PARTS));
    }

    /** An agent writes its page itself: what it says there is what the reference says. */
    @Test
    void anAgentsOwnPageSaysTheSame() {
        var text = Sources.text("accelerator-agent");
        var own =
                Sources.matches(text, "\\b(?:gauge|counter)\\(\\s*\"(\\w+)\",\\s*\"([^\"]+)\"\\)");
        var ofDevices =
                Sources.matches(
                        text,
                        "[A-Z]\\(\\s*\"([a-z_]+)\",\\s*\"(?:gauge|counter)\",\\s*\"([^\"]+)\"");
        assertFalse(own.isEmpty());
        assertFalse(ofDevices.isEmpty());
        own.forEach(family -> assertSame("wattmill_agent_", family));
        ofDevices.forEach(family -> assertSame("wattmill_agent_device_", family));
    }

    private static void assertSame(String prefix, MatchResult family) {
        assertEquals(HELP.get(prefix + family.group(1)), family.group(2), prefix + family.group(1));
    }
}
