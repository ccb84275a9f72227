// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.replay.report.ReportText;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.simulate.site.DeploymentRun.WorkloadRun;
import io.wattmill.twin.simulate.site.SiteOutcome.Ran;
import io.wattmill.twin.simulate.site.SiteOutcome.Refused;

import java.util.Locale;

/** A site run for a terminal. */
public final class SiteText {
    private SiteText() {}

    /** Lines, each ended by a line feed. */
    public static String of(SiteOutcome outcome) {
        return switch (outcome) {
            case Ran(SiteRun run) -> ran(run);
            case Refused(var reasons) -> {
                StringBuilder text = new StringBuilder();
                reasons.forEach(
                        reason ->
                                text.append(row("refused", reason.problem()))
                                        .append(row("fix", reason.fix())));
                yield text.toString();
            }
        };
    }

    private static String ran(SiteRun run) {
        StringBuilder text = new StringBuilder();
        run.deployments().forEach(one -> text.append(deployment(one)).append('\n'));
        text.append(totals(run));
        if (!run.whole()) {
            text.append(row("stopped", "before its end: figures are of what had happened by then"));
        }
        return text.toString();
    }

    private static String deployment(DeploymentRun run) {
        StringBuilder text = new StringBuilder(ReportText.of(run.report()));
        text.append(row("fleet", fleet(run)));
        text.append(row("seeds", seeds(run)));
        run.workloads().forEach(one -> text.append(row("workload", workload(one))));
        text.append(row("gpu time", usage(run.usage())));
        text.append(row("binds", run.bottleneck().statement()));
        if (!run.bottleneck().fix().isEmpty()) {
            text.append(row("", "first: " + run.bottleneck().fix()));
        }
        run.bottleneck().untried().forEach(one -> text.append(row("", "not tried: " + one)));
        run.pareto().forEach(point -> text.append(row("", pareto(point))));
        return text.toString();
    }

    private static String fleet(DeploymentRun run) {
        return "%s: %d engines on %d GPUs, mean batch %s, %s kW, %s preemptions"
                .formatted(
                        run.id(),
                        run.fleet().engines(),
                        run.fleet().gpus(),
                        Figures.rate(run.fleet().meanBatch().value()),
                        Figures.rate(run.energy().gpuWatts().value() / 1e3),
                        Figures.count(run.fleet().preemptions()));
    }

    private static String seeds(DeploymentRun run) {
        return "TTFT p90 %s, TPOT p90 %s, good %s, J/output token %s"
                .formatted(
                        durations(run.latency().ttft().p90()),
                        durations(run.latency().tpot().p90()),
                        shares(run.attainment()),
                        number(run.energy().joulesPerOutputToken()));
    }

    private static String workload(WorkloadRun run) {
        return "%s: TTFT p90 %s, TPOT p90 %s, good %s, %s requests/s"
                .formatted(
                        run.workload(),
                        durations(run.latency().ttft().p90()),
                        durations(run.latency().tpot().p90()),
                        shares(run.attainment()),
                        number(run.rates().requests()));
    }

    private static String usage(GpuUsage usage) {
        return "useful %s, busy %s, idle %s, stranded %s"
                .formatted(
                        Figures.percent(usage.useful().value()),
                        Figures.percent(usage.busy().value()),
                        Figures.percent(usage.idle().value()),
                        Figures.percent(usage.stranded().value()));
    }

    private static String pareto(ParetoPoint point) {
        return String.format(
                Locale.ROOT,
                "%4d users/engine: %,6.1f tok/s/user %,9.1f tok/s/GPU %,12.0f tok/s/MW",
                point.usersPerEngine(),
                point.tokensPerSecondPerUser().value(),
                point.outputTokensPerSecondPerGpu().value(),
                point.outputTokensPerSecondPerMegawatt().value());
    }

    private static String totals(SiteRun run) {
        SiteRun.Totals totals = run.totals();
        StringBuilder text = new StringBuilder(row("site", run.site()));
        text.append(
                row(
                        "tokens/s",
                        "%s in, %s out"
                                .formatted(
                                        number(totals.inputTokensPerSecond()),
                                        number(totals.outputTokensPerSecond()))));
        text.append(
                row(
                        "power",
                        "%s kW of GPUs, %s kW of hosts, %s J/output token"
                                .formatted(
                                        number(totals.gpuWatts().times(1e-3)),
                                        number(totals.hostWatts().times(1e-3)),
                                        number(totals.joulesPerOutputToken()))));
        text.append(row("gpu time", usage(totals.usage())));
        totals.limits().forEach(limit -> text.append(row("", limit(limit))));
        return text.toString();
    }

    private static String limit(SiteLimit limit) {
        return "%s: %s kW needed, %s provided%s"
                .formatted(
                        limit.kind().name().toLowerCase(Locale.ROOT),
                        number(limit.needed().times(1e-3)),
                        number(limit.provided().times(1e-3)),
                        limit.binds() ? ": TOO LITTLE" : "");
    }

    private static String durations(Figure us) {
        String middle = Figures.duration(Math.round(us.value()));
        return us.low() == us.high()
                ? middle
                : "%s (%s to %s)"
                        .formatted(
                                middle,
                                Figures.duration(Math.round(us.low())),
                                Figures.duration(Math.round(us.high())));
    }

    private static String shares(Figure share) {
        return share.low() == share.high()
                ? Figures.percent(share.value())
                : "%s (%s to %s)"
                        .formatted(
                                Figures.percent(share.value()),
                                Figures.percent(share.low()),
                                Figures.percent(share.high()));
    }

    private static String number(Figure figure) {
        return figure.low() == figure.high()
                ? Figures.rate(figure.value())
                : "%s (%s to %s)"
                        .formatted(
                                Figures.rate(figure.value()),
                                Figures.rate(figure.low()),
                                Figures.rate(figure.high()));
    }

    private static String row(String head, String text) {
        return String.format(Locale.ROOT, "%-10s %s%n", head, text).replace("\r\n", "\n");
    }
}
