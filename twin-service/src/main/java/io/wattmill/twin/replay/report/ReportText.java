// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import io.wattmill.twin.replay.report.RunReport.EnergySum;
import io.wattmill.twin.replay.report.RunReport.ErrorCount;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report as a table for a terminal of 80 columns, plain text without colours. */
public final class ReportText {

    private static final String LATENCY_ROW = "%-10s %12s %12s %12s %12s";

    private final RunReport report;
    private final List<String> lines = new ArrayList<>();

    private ReportText(RunReport report) {
        this.report = report;
    }

    /** The table, each line ended by a line feed. */
    public static String of(RunReport report) {
        ReportText text = new ReportText(report);
        text.head();
        text.latencies();
        text.verdicts();
        text.troubles();
        return String.join("\n", text.lines) + "\n";
    }

    private void head() {
        RunLabel label = report.label();
        row(
                label.kind(),
                label.trace()
                        + ", speed "
                        + Figures.plain(label.speed())
                        + ", "
                        + Figures.duration(report.durationUs()));
        row("target", label.model() + " at " + label.target());
        RunReport.Requests requests = report.requests();
        row(
                "requests",
                Figures.count(requests.completed())
                        + " of "
                        + Figures.count(requests.scheduled())
                        + " completed, "
                        + Figures.count(requests.failed())
                        + " failed, "
                        + Figures.count(requests.clientLimited())
                        + " client-limited");
        RunReport.Tokens tokens = report.tokens();
        row(
                "tokens",
                "in "
                        + Figures.count(tokens.input())
                        + " ("
                        + Figures.count(tokens.cachedInput())
                        + " cached), out "
                        + Figures.count(tokens.output()));
        row(
                "throughput",
                Figures.rate(report.perSecond(requests.completed()))
                        + " req/s, in "
                        + Figures.rate(report.perSecond(tokens.input()))
                        + " tok/s, out "
                        + Figures.rate(report.perSecond(tokens.output()))
                        + " tok/s");
    }

    private void latencies() {
        lines.add("");
        lines.add(LATENCY_ROW.formatted("", "p50", "p90", "p99", "max"));
        latency("TTFT", report.latency().ttft());
        latency("TPOT", report.latency().tpot());
        latency("E2E", report.latency().e2e());
        latency("send lag", report.latency().sendLag());
        lines.add("");
    }

    private void verdicts() {
        Slo slo = report.goodput().slo();
        row(
                "goodput",
                Figures.percent(report.goodShare())
                        + ", "
                        + Figures.rate(report.perSecond(report.goodput().met()))
                        + " req/s with TTFT <= "
                        + Figures.duration(slo.ttftUs())
                        + ", TPOT <= "
                        + Figures.duration(slo.tpotUs())
                        + (slo.e2eUs() == Slo.ANY
                                ? ""
                                : ", E2E <= " + Figures.duration(slo.e2eUs())));
        row("energy", report.energy().map(ReportText::energy).orElse("not reported by the target"));
        row("cost", report.cost().map(this::cost).orElse("not reported by the target"));
    }

    private void troubles() {
        for (ErrorCount error : report.errors()) {
            row(
                    "error",
                    Figures.count(error.count())
                            + " "
                            + error.error().label()
                            + (error.example().isEmpty() ? "" : "   " + error.example()));
        }
        report.remarks().entrySet().stream()
                .filter(remark -> !isSaidAlready(remark.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        remark ->
                                row(
                                        "remark",
                                        Figures.count(remark.getValue())
                                                + " "
                                                + remark.getKey().label().replace('_', ' ')));
    }

    /** What no answer had is said once, in its own row. */
    private boolean isSaidAlready(Remark remark) {
        return switch (remark) {
            case WITHOUT_ENERGY -> report.energy().isEmpty();
            case WITHOUT_COST -> report.cost().isEmpty();
            case WITHOUT_USAGE, WITHOUT_REQUEST_ID, OTHER_INPUT_LENGTH, OTHER_OUTPUT_LENGTH ->
                    false;
        };
    }

    private static String energy(EnergySum energy) {
        return Figures.joules(energy.microjoules())
                + " "
                + energy.method()
                + ", "
                + Figures.rate(energy.tokensPerJoule())
                + " tokens/J ("
                + Figures.rate(energy.outputTokensPerJoule())
                + " output)";
    }

    private String cost(Money cost) {
        String each =
                report.costPerMillionTokens()
                        .map(one -> ", " + Figures.money(one) + "/Mtok")
                        .orElse("");
        return Figures.money(cost) + each;
    }

    private void latency(String name, LatencySummary summary) {
        lines.add(
                summary.count() == 0
                        ? LATENCY_ROW.formatted(name, "-", "-", "-", "-")
                        : LATENCY_ROW.formatted(
                                name,
                                Figures.duration(summary.p50Us()),
                                Figures.duration(summary.p90Us()),
                                Figures.duration(summary.p99Us()),
                                Figures.duration(summary.maxUs())));
    }

    private void row(String name, String text) {
        lines.add("%-10s %s".formatted(name, text));
    }
}
