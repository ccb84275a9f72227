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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The head of an answer as text for a terminal: what a planner asks first, within 100 columns. */
public final class AnswerText {
    /** Widest line, unless a single word is wider. */
    public static final int COLUMNS = 100;

    private static final Pattern HASH = Pattern.compile("(sha256 [0-9a-f]{12})[0-9a-f]+");
    private static final int NAME = 14;
    private static final int LABEL = 34;
    private static final int VALUE = 20;
    private static final int INTERVAL = 22;

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
        view.identity().forEach(line -> text.row(line.name(), shortHash(line.value())));
        return String.join("\n", text.lines) + "\n";
    }

    /** Only whether it works, its figures and its rules, for what tells the load by itself. */
    public static String head(PlanAnswer answer) {
        var view = ReportView.of(answer);
        var text = new AnswerText();
        text.head(view.head());
        view.groups().forEach(text::group);
        view.rules().forEach(text::rules);
        return String.join("\n", text.lines) + "\n";
    }

    private void head(ReportView.Head head) {
        add("", head.mark() + " plan " + head.plan() + " " + head.words());
        head.sentences().forEach(sentence -> add("  ", sentence));
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
        return padded(cell.text(), VALUE) + padded(cell.interval(), INTERVAL) + cell.provenance();
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
            row("bound by", binding.constraint() + ": " + binding.statement());
            if (!binding.relief().isEmpty()) {
                row("", "first: " + binding.relief());
            }
        }
    }

    private void deployment(DeploymentView deployment) {
        row(
                deployment.name(),
                "%s output, %s requests/s within limits, SLO %s"
                        .formatted(
                                deployment.output().text(),
                                deployment.goodput().value(),
                                deployment.attainment().text()));
        deployment.objectives().forEach(one -> row("", one.mark() + " " + one.words()));
        row(
                "",
                deployment.latencies().stream()
                        .map(AnswerText::latency)
                        .collect(Collectors.joining("   ")));
    }

    private static String latency(LatencyView latency) {
        return "%s p50/p99 %s/%s"
                .formatted(latency.name(), latency.p50().value(), latency.p99().text());
    }

    private void rules(ReportView.RulesView rules) {
        row(
                "rules",
                rules.counts().stream()
                        .map(count -> count.mark() + " " + count.count() + " " + count.words())
                        .collect(Collectors.joining("   ")));
        rules.lines().stream().filter(line -> line.kind().equals("fail")).forEach(this::failed);
    }

    private void failed(ReportView.RuleView line) {
        row("", line.mark() + " " + line.rule() + "." + line.subject());
        row("", "  " + line.statement());
        row("", "  fix: " + line.fix());
    }

    private static String shortHash(String text) {
        return HASH.matcher(text).replaceAll("$1…");
    }

    private void row(String name, String text) {
        add(padded(name, NAME), text);
    }

    /** As many lines as it takes; those below the first begin where its text does. */
    private void add(String name, String text) {
        var line = new StringBuilder(name);
        var below = " ".repeat(name.length());
        boolean begun = false;
        for (var word : text.split("(?<=\\S)(?= )")) {
            if (begun && line.length() + word.length() > COLUMNS) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(below);
                word = word.stripLeading();
            }
            line.append(word);
            begun = true;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
