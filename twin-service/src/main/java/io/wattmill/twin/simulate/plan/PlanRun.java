// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.plan.PlanRunResult.FleetUse;
import io.wattmill.twin.simulate.plan.PlanRunResult.Ran;
import io.wattmill.twin.simulate.plan.PlanRunResult.Refused;
import io.wattmill.twin.simulate.report.BindingConstraint;
import io.wattmill.twin.simulate.report.SimulationReport;
import io.wattmill.twin.trace.Trace;

import java.util.List;
import java.util.Optional;

/** Runs a trace on a planned fleet. Stateless; safe from any thread, and busy on the caller's. */
public final class PlanRun {
    private PlanRun() {}

    /**
     * Simulates the trace on the engines that one deployment of the plan describes.
     *
     * @param watch looks on, and may end the run; requests that did not arrive are not counted then
     */
    public static PlanRunResult run(
            FacilityPlan plan, Trace trace, PlanRunOptions options, Watch watch) {
        Optional<ModelDeployment> deployment = deployment(plan, options);
        if (deployment.isEmpty()) {
            List<String> ids = plan.models().stream().map(ModelDeployment::id).toList();
            return new Refused(
                    "the plan does not say which model the trace asks for", "one of " + ids);
        }
        return switch (new PlannedFleet(plan, deployment.get()).outcome()) {
            case PlannedFleet.Outcome.None(String problem, String fix) -> new Refused(problem, fix);
            case PlannedFleet.Outcome.Fleet(SimulatedFleet fleet, EngineBuild _) ->
                    run(fleet, deployment.get().objectives(), trace, priced(plan, options), watch);
        };
    }

    private static PlanRunOptions priced(FacilityPlan plan, PlanRunOptions options) {
        return options.prices().isPresent()
                ? options
                : PlanPrices.of(plan.energy()).map(options::at).orElse(options);
    }

    private static Optional<ModelDeployment> deployment(FacilityPlan plan, PlanRunOptions options) {
        boolean only = options.deployment().isEmpty() && plan.models().size() == 1;
        return plan.models().stream()
                .filter(
                        model ->
                                only || options.deployment().filter(model.id()::equals).isPresent())
                .findFirst();
    }

    private static PlanRunResult run(
            SimulatedFleet fleet,
            List<Objective> objectives,
            Trace trace,
            PlanRunOptions options,
            Watch watch) {
        Trace paced = options.speed() == 1 ? trace : trace.atSpeed(options.speed());
        SimulationRun run = Simulation.run(fleet, paced, options.placing(), watch);
        Slo slo = PlannedSlo.all(objectives);
        RunReport report = SimulationReport.of(run, slo, options.speed(), options.prices());
        return new Ran(report, BindingConstraint.of(run, report), use(run));
    }

    private static FleetUse use(SimulationRun run) {
        return new FleetUse(
                run.engines().size(),
                run.fleet().gpus(),
                BindingConstraint.busyShare(run),
                run.engines().stream().mapToDouble(e -> e.used().meanBatch()).average().orElse(0),
                run.preemptions(),
                run.microjoules() * 1e3 / Math.max(1, run.endNanos()));
    }
}
