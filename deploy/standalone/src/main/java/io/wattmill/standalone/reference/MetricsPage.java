// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.reference;

import io.wattmill.kit.config.SettingLine;
import io.wattmill.kit.telemetry.LimitLine;
import io.wattmill.kit.telemetry.MetricCatalogue;
import io.wattmill.kit.telemetry.MetricLine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every metric and every limit as a page of Markdown, made from what the modules say of theirs. */
public final class MetricsPage {
    private static final String INTRODUCTION =
            """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            # Metrics

            Every metric of `/metrics`, by the service that tells it; `./wattmill up` and a gateway
            show those of all services in their process, and the other processes show theirs on the
            operations port. Names are as they are scraped. A summary has `_count`, `_sum` and a
            gauge `_max` of the last minutes; a histogram has `_bucket` beside them. A counter begins
            at 0 with each process, and many have no series before the first time. Beside these an
            agent shows `DCGM_FI_*`, by dcgm-exporter's names and units ([AGENT](../AGENT.md)).

            `./wattmill reference metrics` prints this page; a test keeps it current.

            %d metrics, %d limits.
            """;

    private static final String LIMITS =
            """

            ## Limits

            `wattmill_limit_hits_total{limit}` counts how often each bound was reached. A limit that
            is a setting has its default beside it; the others are bounds without one, or belong to a
            budget, a key or a tier.

            | limit | setting | default | what happened | what to do |
            |---|---|---|---|---|
            """;

    private static final List<String> SERVICES =
            List.of("gateway", "router", "agent", "billing", "twin", "every process");

    private MetricsPage() {}

    /** The page. */
    public static String text() {
        var metrics = MetricCatalogue.metrics();
        var page =
                new StringBuilder(
                        INTRODUCTION.formatted(metrics.size(), MetricCatalogue.limits().size()));
        SERVICES.forEach(service -> section(page, service, metrics));
        page.append(LIMITS);
        limits(page);
        return page.toString();
    }

    private static void section(StringBuilder page, String service, List<MetricLine> metrics) {
        page.append("\n## ")
                .append(service)
                .append("\n\n| metric | type | unit | labels | says | when it moves |\n")
                .append("|---|---|---|---|---|---|\n");
        metrics.stream()
                .filter(metric -> metric.service().equals(service))
                .forEach(metric -> row(page, metric));
    }

    private static void row(StringBuilder page, MetricLine metric) {
        page.append(
                "| `%s` | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                metric.name(),
                                metric.type(),
                                metric.unit(),
                                metric.labels().isEmpty() ? "–" : metric.labels(),
                                Prose.sentence(metric.says()),
                                metric.act()));
    }

    private static void limits(StringBuilder page) {
        Map<String, SettingLine> settings =
                SettingsPage.lines().stream()
                        .collect(Collectors.toMap(SettingLine::path, Function.identity()));
        for (String service : SERVICES) {
            MetricCatalogue.limits().stream()
                    .filter(limit -> limit.service().equals(service))
                    .forEach(limit -> row(page, limit, setting(settings, limit.label())));
        }
    }

    /** The gateway's labels leave its own name out. */
    private static Optional<SettingLine> setting(Map<String, SettingLine> settings, String label) {
        return Optional.ofNullable(settings.get(label))
                .or(() -> Optional.ofNullable(settings.get("gateway." + label)));
    }

    private static void row(StringBuilder page, LimitLine limit, Optional<SettingLine> setting) {
        page.append(
                "| `%s` | %s | %s | %s | %s |\n"
                        .formatted(
                                limit.label(),
                                setting.map(line -> Prose.code(line.path())).orElse("–"),
                                setting.flatMap(SettingLine::defaultText)
                                        .map(Prose::code)
                                        .orElse("–"),
                                limit.happened(),
                                limit.act()));
    }
}
