// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.replay.report.ReportJson;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.runs.RunWork;
import io.wattmill.twin.simulate.plan.PlanRun;
import io.wattmill.twin.simulate.plan.PlanRunOptions;
import io.wattmill.twin.simulate.plan.PlanRunResult;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.TraceShape;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A trace drawn from a seed, simulated on the plan's fleet. Stateless; safe from any thread. */
public final class SimulationWork implements RunWork {
    private static final long PPM = 1_000_000;

    @Override
    public Outcome run(String planYaml, RunAsked asked, Watch watch) {
        return switch (PlanReader.read(planYaml)) {
            case PlanReading.Refused(List<PlanProblem> problems) ->
                    new Outcome.Refused(all(problems));
            case PlanReading.Understood(FacilityPlan plan) -> run(plan, asked, watch);
        };
    }

    private static String all(List<PlanProblem> problems) {
        return problems.stream()
                .map(each -> each.path() + ": " + each.problem() + "; " + each.fix())
                .collect(Collectors.joining("\n"));
    }

    /** The same of a plan that was read already. */
    public static Outcome run(FacilityPlan plan, RunAsked asked, Watch watch) {
        var trace =
                GeneratedTrace.of(asked.seed(), asked.requests(), TraceShape.conversation())
                        .atSpeed(asked.speed());
        PlanRunOptions usual = PlanRunOptions.USUAL;
        var options = asked.model().map(usual::of).orElse(usual);
        var ended = new AtomicBoolean();
        var result =
                PlanRun.run(
                        plan,
                        trace,
                        options,
                        (arrived, of, _) -> {
                            boolean on = watch.goOn((int) (arrived * PPM / Math.max(1, of)));
                            ended.compareAndSet(false, !on);
                            return on;
                        });
        return ended.get() ? new Outcome.Ended() : outcome(result);
    }

    private static Outcome outcome(PlanRunResult result) {
        return switch (result) {
            case PlanRunResult.Refused(String problem, String fix) ->
                    new Outcome.Refused(problem + "; " + fix);
            case PlanRunResult.Ran ran ->
                    new Outcome.Done(ReportJson.bytes(ran.report()), summary(ran));
        };
    }

    private static SortedMap<String, Double> summary(PlanRunResult.Ran ran) {
        RunReport report = ran.report();
        var summary = new TreeMap<String, Double>();
        summary.put("output_tokens_per_s", report.perSecond(report.tokens().output()));
        summary.put("slo_attainment", report.goodShare());
        summary.put("busy_share", ran.use().busyShare());
        summary.put("gpus", (double) ran.use().gpus());
        summary.put("mean_gpu_watts", ran.use().meanWatts());
        report.energy()
                .ifPresent(e -> summary.put("output_tokens_per_joule", e.outputTokensPerJoule()));
        report.costPerMillionTokens()
                .ifPresent(cost -> summary.put("cost_per_mtok", cost.amount().doubleValue()));
        return summary;
    }
}
