// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.SettingLine;
import io.wattmill.kit.telemetry.LimitLine;
import io.wattmill.kit.telemetry.MetricCatalogue;
import io.wattmill.kit.telemetry.MetricLine;
import io.wattmill.standalone.process.Sections;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every value of {@code wattmill_limit_hits_total{limit}} is told, and is a setting's path. */
class LimitsPageTest {
    /** Bounds that no setting has: of budgets, keys and tiers, of several settings, or fixed. */
    private static final Set<String> WITHOUT_SETTING =
            Set.of(
                    "admission.tiers",
                    "budget.joules",
                    "budget.money",
                    "budget.tokens",
                    "budget.unanswered",
                    "identity.allowed-models",
                    "journal.max-open",
                    "limit.concurrency",
                    "limit.requests-per-minute",
                    "limit.tokens-per-minute",
                    "relay.breaker.max-models",
                    "relay.retry-budget",
                    "router.hosted.nodes.max-in-flight",
                    "router.kv-events.batch",
                    "twin.diff.at-once",
                    "twin.traces.at-once");

    /** Paths of settings that the code names for another reason. */
    private static final Set<String> NO_LIMITS =
            Set.of(
                    "agent.discovery.advertise",
                    "billing.http.host",
                    "peers.billing",
                    "peers.billing-http",
                    "peers.router",
                    "peers.twin-http",
                    "router.fleet.join-secret",
                    "twin.http.host");

    private static final Set<String> LABELS =
            MetricCatalogue.limits().stream().map(LimitLine::label).collect(Collectors.toSet());

    private static final Set<String> SETTINGS =
            SettingsPage.lines().stream().map(SettingLine::path).collect(Collectors.toSet());

    @Test
    void everyLimitOfTheCodeIsOnThePage() {
        var missing = new TreeSet<String>();
        for (String module : Sources.MODULES) {
            var text = Sources.text(module);
            limits(text, module.replaceFirst("-.*", "")).forEach(missing::add);
        }
        missing.removeAll(LABELS);
        missing.removeAll(NO_LIMITS);
        assertEquals(Set.of(), missing, "META-INF/wattmill/limits.txt of the module lacks them");
    }

    /** What is counted where it is met, what is the path of a setting, and refusals by kind. */
    private static Stream<String> limits(String text, String service) {
        var counted = Sources.found(text, "Limits\\.hit\\([^;\"]*\"([^\"]+)\"\\)");
        var admission = Sources.found(text, "\\brefused\\(\\s*\"([a-z.-]+)\"");
        var kinds = Sources.found(text, "\"((?:budget|limit)\\.[a-z-]+)\"");
        var paths =
                Sources.literals(text).stream()
                        .filter(path -> path.indexOf('.') > 0)
                        .flatMap(path -> setting(path, service).stream());
        return Stream.of(counted.stream(), admission.stream(), kinds.stream(), paths)
                .flatMap(labels -> labels);
    }

    /** The label of a bound that is this setting. */
    private static Set<String> setting(String path, String service) {
        var labels = new HashSet<String>();
        if (SETTINGS.contains(path)) {
            labels.add(path);
        }
        if (SETTINGS.contains(service + "." + path)) {
            labels.add(service.equals("gateway") ? path : service + "." + path);
        }
        return labels;
    }

    @Test
    void everyLimitOfThePageIsInTheCode() {
        var literals =
                Sources.MODULES.stream()
                        .map(module -> Sources.literals(Sources.text(module)))
                        .toList();
        for (String label : LABELS) {
            assertTrue(
                    literals.stream().anyMatch(texts -> isSpelled(texts, label)),
                    label + " is on the page and not in the code");
        }
    }

    private static boolean isSpelled(List<String> literals, String label) {
        return literals.contains(label)
                || literals.stream()
                        .filter(text -> text.endsWith(".") && label.startsWith(text))
                        .anyMatch(text -> literals.contains(label.substring(text.length())));
    }

    @Test
    void everyLimitIsASettingOrSaidToBeNone() {
        var none =
                LABELS.stream()
                        .filter(label -> !SETTINGS.contains(label))
                        .filter(label -> !SETTINGS.contains("gateway." + label))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(WITHOUT_SETTING), none);
    }

    /** Advice that names a setting or a metric which there is not would help nobody. */
    @Test
    void whatThePageNamesIsThere() {
        var page = MetricsPage.text();
        var sections = String.join("|", Sections.names());
        for (String path : Sources.found(page, "`((?:" + sections + ")(?:\\.[a-z-]+)+)`")) {
            assertTrue(
                    LABELS.contains(path)
                            || SETTINGS.stream().anyMatch(it -> (it + ".").startsWith(path + ".")),
                    path);
        }
        var metrics =
                MetricCatalogue.metrics().stream()
                        .map(MetricLine::name)
                        .collect(Collectors.toSet());
        for (String name : Sources.found(page, "`(wattmill_[a-z0-9_]+)[`{]")) {
            assertTrue(metrics.contains(name), name);
        }
    }
}
