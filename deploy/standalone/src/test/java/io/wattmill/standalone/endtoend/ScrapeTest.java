// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.wattmill.kit.telemetry.MetricCatalogue;
import io.wattmill.kit.telemetry.MetricLine;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a suite that serves shows at {@code /metrics}, against the reference page. */
@ExtendWith(SharedSuite.class)
class ScrapeTest {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile");
    private static final Map<String, MetricLine> TOLD =
            MetricCatalogue.metrics().stream()
                    .collect(Collectors.toMap(MetricLine::name, Function.identity()));

    private final LiveSuite suite;

    ScrapeTest(LiveSuite suite) {
        this.suite = suite;
    }

    /** A family as it was scraped. */
    private record Family(String name, String help, String type, List<String> samples) {}

    @Test
    void everyFamilyIsToldAsItIs() {
        var answer = suite.developer().wholeStream(Api.MODEL, "count me", 40);
        suite.developer().ledger(answer.headers().firstValue("x-request-id").orElseThrow());

        var families = families(suite.admin().get("/metrics").body());
        assertFalse(families.isEmpty());
        for (Family family : families) {
            if (family.name().matches("(wattmill|gen_ai)_.*")) {
                require(family);
            }
        }
    }

    /** A timer has a gauge beside it: the longest of the last minutes. */
    private static void require(Family family) {
        var base = family.name().replaceFirst("_max$", "");
        var max = !TOLD.containsKey(family.name()) && TOLD.containsKey(base);
        @Nullable MetricLine told = TOLD.get(max ? base : family.name());
        assertNotNull(told, family.name() + " is not in META-INF/wattmill/metrics.txt");
        assertEquals(told.says(), family.help(), family.name());
        assertEquals(max ? "gauge" : told.type(), family.type(), family.name());
        var labels = new TreeSet<String>();
        family.samples().forEach(sample -> labels.addAll(labels(sample)));
        labels.removeAll(OF_THE_FORMAT);
        assertEquals(new TreeSet<>(words(told.labels())), labels, family.name());
    }

    private static List<String> words(String labels) {
        return labels.isEmpty() ? List.of() : List.of(labels.split(", "));
    }

    private static List<String> labels(String sample) {
        return LABEL.matcher(sample).results().map(label -> label.group(1)).toList();
    }

    private static List<Family> families(String page) {
        var families = new LinkedHashMap<String, Family>();
        String help = "";
        Family family = new Family("", "", "", new ArrayList<>());
        for (String line : page.lines().toList()) {
            var words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words.length > 3 ? words[3] : "";
            } else if (line.startsWith("# TYPE ")) {
                family = new Family(words[2], help, words[3], new ArrayList<>());
                families.put(words[2], family);
            } else {
                family.samples().add(line);
            }
        }
        return List.copyOf(families.values());
    }
}
