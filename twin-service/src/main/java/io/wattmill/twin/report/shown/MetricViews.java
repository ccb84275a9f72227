// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;
import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.report.shown.ReportView.MetricGroup;
import io.wattmill.twin.report.shown.ReportView.MetricView;
import io.wattmill.twin.report.shown.ReportView.Slice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Says the metrics. */
final class MetricViews {
    private MetricViews() {}

    /** All but the utilization, which is a whole and shown as one. */
    static List<MetricGroup> groups(PlanAnswer answer) {
        return Arrays.stream(Metric.Group.values())
                .filter(group -> group != Metric.Group.UTILIZATION)
                .map(group -> group(group, answer))
                .filter(group -> !group.metrics().isEmpty())
                .toList();
    }

    private static MetricGroup group(Metric.Group group, PlanAnswer answer) {
        var currency = answer.identity().currency();
        var metrics =
                answer.metrics().figures().entrySet().stream()
                        .filter(entry -> entry.getKey().group() == group)
                        .map(entry -> metric(entry.getKey(), entry.getValue(), currency))
                        .toList();
        return new MetricGroup(name(group), metrics);
    }

    private static MetricView metric(Metric metric, Figure figure, String currency) {
        return new MetricView(
                metric.label(),
                metric.isShare() ? Cell.percent(figure) : Cell.of(figure, metric.unit(currency)));
    }

    private static String name(Metric.Group group) {
        var lower = group.name().toLowerCase(Locale.ROOT);
        return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }

    static List<Slice> utilization(Metrics metrics) {
        return metrics.figures().entrySet().stream()
                .filter(entry -> entry.getKey().group() == Metric.Group.UTILIZATION)
                .map(entry -> slice(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Slice slice(Metric metric, Figure share) {
        var kind = metric.name().toLowerCase(Locale.ROOT).replace("_share", "");
        var width = String.format(Locale.ROOT, "%.2f", share.value() * 100);
        return new Slice(metric.label(), kind, width, Cell.percent(share));
    }
}
