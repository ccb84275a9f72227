// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.report.shown.Cell;
import io.wattmill.twin.report.shown.ReportView;
import io.wattmill.twin.report.shown.ReportView.DeploymentView;
import io.wattmill.twin.report.shown.ReportView.LatencyView;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The head of an answer as text for a terminal: what a planner asks first, within 100 columns. */
public final class AnswerText {
    private static final int NAME = 14;
    private static final int LABEL = 32;
    private static final int VALUE = 24;
    private static final int INTERVAL = 21;

    private final List<String> lines = new ArrayList<>();

    private AnswerText() {}

    /** The text, ending with a line break. */
    public static String of(PlanAnswer answer) {
        var view = ReportView.of(answer);
        var text = new AnswerText();
        text.head(view.head());
        view.groups().forEach(text::group);
        text.utilization(view.utilization());
        text.binding(view.binding());
        view.deployments().forEach(text::deployment);
        view.rules().forEach(text::rules);
        view.identity().forEach(line -> text.row(line.name(), line.value()));
        return text.lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"))
                + "\n";
    }

    private void head(ReportView.Head head) {
        lines.add(head.mark() + " plan " + head.plan() + " " + head.words());
        head.sentences().forEach(sentence -> lines.add("  " + sentence));
        lines.add("");
    }

    private void group(ReportView.MetricGroup group) {
        var name = group.name().toLowerCase(Locale.ROOT);
        for (var metric : group.metrics()) {
            row(name, padded(metric.label(), LABEL) + figure(metric.figure()));
            name = "";
        }
    }

    private static String figure(Cell cell) {
        return padded(cell.text(), VALUE)
                + padded(cell.interval(), INTERVAL)
                + " "
                + cell.provenance();
    }

    private void utilization(List<ReportView.Slice> slices) {
        if (!slices.isEmpty()) {
            row(
                    "GPU time",
                    slices.stream()
                            .map(s -> s.label().toLowerCase(Locale.ROOT) + " " + s.figure().text())
                            .collect(Collectors.joining(", ")));
        }
    }

    private void binding(List<ReportView.BindingView> bindings) {
        for (var binding : bindings) {
            row(
                    "bound by",
                    binding.shares().stream()
                            .map(share -> share.constraint() + " " + share.time().text())
                            .collect(Collectors.joining(", ")));
            var gain = binding.gain().stream().map(c -> " → " + c.text() + c.aside()).toList();
            if (!binding.relief().isEmpty()) {
                row("", binding.relief() + String.join("", gain));
            }
        }
    }

    private void deployment(DeploymentView deployment) {
        row(
                deployment.name(),
                deployment.latencies().stream()
                                .map(AnswerText::latency)
                                .collect(Collectors.joining("   "))
                        + "   SLO "
                        + deployment.attainment().text());
    }

    private static String latency(LatencyView latency) {
        return "%s p50/p99 %s / %s"
                .formatted(latency.name(), latency.p50().value(), latency.p99().text());
    }

    private void rules(ReportView.RulesView rules) {
        row(
                "rules",
                rules.counts().stream()
                        .map(count -> count.mark() + " " + count.count() + " " + count.words())
                        .collect(Collectors.joining("   ")));
        rules.lines().stream()
                .filter(line -> line.kind().equals("fail"))
                .forEach(
                        line -> {
                            row("", line.mark() + " " + line.rule() + "." + line.subject());
                            row("", "  " + line.statement());
                            row("", "  fix: " + line.fix());
                        });
    }

    private void row(String name, String text) {
        lines.add(padded(name, NAME) + text);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
