// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.plan.PlanPrices;
import io.wattmill.twin.simulate.plan.PlannedFleet;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits.Work;
import io.wattmill.twin.simulate.site.Constraint.Kind;
import io.wattmill.twin.simulate.site.SiteOutcome.Reason;
import io.wattmill.twin.simulate.site.SiteOutcome.Refused;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Runs every deployment of a plan with every seed. What comes out depends on plan, loads and
 * options, not on threads; one thread or many, the same. Busy on the caller's thread, and on as
 * many others as it is told.
 */
public final class SiteSimulation {
    /** The busiest bin may exceed what is provided by this factor: bins are means. */
    private static final double TOLERATED = 1.01;

    private static final int MOST_ROUNDS = 5;
    private static final long NANOS_PER_MICRO = 1_000;

    private final FacilityPlan plan;
    private final SiteOptions options;
    private final RunControl control;

    private SiteSimulation(FacilityPlan plan, SiteOptions options, RunControl control) {
        this.plan = plan;
        this.options = options;
        this.control = control;
    }

    /**
     * Runs a site.
     *
     * @param loads what the deployments serve; those without one wait, and draw what waiting draws
     * @param control tells how far it is, and may end it: then figures are of what had happened
     */
    public static SiteOutcome run(
            FacilityPlan plan, List<SiteLoad> loads, SiteOptions options, RunControl control) {
        return new SiteSimulation(plan, options, control).run(loads);
    }

    private SiteOutcome run(List<SiteLoad> loads) {
        List<Planned> planned = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        loads.forEach(load -> planned(load, planned, reasons));
        if (loads.isEmpty()) {
            reasons.add(new Reason("no deployment has a load", "give the plan a workload"));
        }
        if (reasons.isEmpty()) {
            planned.forEach(one -> tooMuch(one).ifPresent(reasons::add));
        }
        return reasons.isEmpty() ? ran(planned) : new Refused(List.copyOf(reasons));
    }

    private void planned(SiteLoad load, List<Planned> to, List<Reason> reasons) {
        Optional<ModelDeployment> deployment =
                plan.models().stream()
                        .filter(model -> model.id().equals(load.deployment()))
                        .findFirst();
        if (deployment.isEmpty()) {
            List<String> ids = plan.models().stream().map(ModelDeployment::id).toList();
            reasons.add(
                    new Reason(
                            "the plan has no model '" + load.deployment() + "'", "one of " + ids));
            return;
        }
        switch (new PlannedFleet(plan, deployment.get()).outcome()) {
            case PlannedFleet.Outcome.None(String problem, String fix) ->
                    reasons.add(new Reason(problem, fix));
            case PlannedFleet.Outcome.Fleet(var fleet, var build) ->
                    to.add(
                            new Planned(
                                    deployment.get(),
                                    plan.nodeType(deployment.get().nodeType()),
                                    fleet,
                                    build,
                                    load,
                                    PlanPrices.of(plan.energy())));
        }
    }

    private Optional<Reason> tooMuch(Planned one) {
        Trace trace = one.load().bySeed().apply(options.seeds().getFirst());
        List<TraceRequest> requests = trace.requests();
        Work work =
                new Work(
                        requests.size(),
                        requests.stream().mapToLong(TraceRequest::inputTokens).sum(),
                        requests.stream().mapToLong(TraceRequest::outputTokens).sum(),
                        one.fleet().engines().size(),
                        options.seeds().size(),
                        options.threads());
        return options.limits().check(work).map(much -> new Reason(much.problem(), much.fix()));
    }

    private SiteOutcome ran(List<Planned> planned) {
        Batch batch = new Batch(options.threads(), control);
        List<Seeded> runs = batch.run(tasks(planned));
        List<Planned> idle = idle(planned);
        List<SiteLimit> limits = new SiteTotals(plan, options, idle).limits(planned, runs);
        Optional<SiteLimit> over =
                limits.stream()
                        .filter(SiteLimit::binds)
                        .max(Comparator.comparingDouble(SiteLimit::ratio));
        if (over.isPresent() && options.trialRequests() > 0 && !control.isCancelled()) {
            return carried(planned, runs, over.get(), limits, batch);
        }
        return answered(planned, runs, List.of(), limits, batch);
    }

    /** The load once more, on what the site carries: with less until that is so. */
    private SiteOutcome carried(
            List<Planned> planned,
            List<Seeded> runs,
            SiteLimit over,
            List<SiteLimit> limits,
            Batch batch) {
        SiteTotals figures = new SiteTotals(plan, options, idle(planned));
        double share = 1;
        double needed = over.needed().value();
        for (int round = 1; ; round++) {
            share *= share(over, needed, figures.idleWatts());
            List<Carried> carried = carried(planned, runs, over.kind(), share, batch);
            List<Planned> now = carried.stream().map(Carried::planned).toList();
            List<Seeded> again = batch.run(tasks(now));
            needed = figures.profile(now, again).peakWatts();
            boolean fits = needed <= over.provided().value() * TOLERATED;
            if (fits || round == MOST_ROUNDS || control.isCancelled()) {
                return answered(now, again, carried, limits, batch);
            }
        }
    }

    /** Deployments that wait draw on; the others have to do with so much of what they drew. */
    private static double share(SiteLimit over, double needed, double idleWatts) {
        double left = Math.max(0, over.provided().value() - idleWatts);
        return left / Math.max(1, needed - idleWatts);
    }

    private List<Carried> carried(
            List<Planned> planned, List<Seeded> runs, Kind kind, double share, Batch batch) {
        int seeds = options.seeds().size();
        return IntStream.range(0, planned.size())
                .mapToObj(
                        i ->
                                Carried.better(
                                        planned.get(i),
                                        runs.get(i * seeds),
                                        kind,
                                        share,
                                        new Trials(planned.get(i).slo(), options, batch)))
                .toList();
    }

    private List<Function<Watch, Seeded>> tasks(List<Planned> planned) {
        List<Function<Watch, Seeded>> tasks = new ArrayList<>();
        for (Planned one : planned) {
            for (long seed : options.seeds()) {
                tasks.add(watch -> seeded(one, seed, watch));
            }
        }
        return tasks;
    }

    private SiteOutcome answered(
            List<Planned> planned,
            List<Seeded> runs,
            List<Carried> carried,
            List<SiteLimit> limits,
            Batch batch) {
        SiteTotals site = new SiteTotals(plan, options, idle(planned));
        DeploymentFigures figures = new DeploymentFigures(options);
        List<DeploymentRun> deployments = new ArrayList<>();
        int seeds = options.seeds().size();
        for (int i = 0; i < planned.size(); i++) {
            List<Seeded> own = runs.subList(i * seeds, (i + 1) * seeds);
            Planned one = planned.get(i);
            Optional<Carried> how =
                    carried.isEmpty() ? Optional.empty() : Optional.of(carried.get(i));
            deployments.add(
                    figures.deployment(
                            one,
                            own,
                            binding(one, own.getFirst(), how, batch),
                            new Pareto(one, options, batch).points()));
        }
        boolean whole = !control.isCancelled() && runs.stream().allMatch(Seeded::whole);
        return new SiteOutcome.Ran(
                new SiteRun(
                        plan.site(),
                        options.seeds(),
                        deployments,
                        site.totals(planned, runs, limits),
                        whole));
    }

    private Binding binding(Planned one, Seeded run, Optional<Carried> how, Batch batch) {
        boolean chained = !one.whole(options).chains().isEmpty();
        return new Relief(one, run, batch, options, how, Unexamined.of(plan, one, chained))
                .binding();
    }

    /** Deployments of the plan that have engines and no load. */
    private List<Planned> idle(List<Planned> loaded) {
        Trace nothing = new Trace("none", List.of());
        List<Planned> idle = new ArrayList<>();
        for (ModelDeployment one : plan.models()) {
            boolean serves =
                    loaded.stream().anyMatch(other -> other.deployment().id().equals(one.id()));
            if (!serves) {
                planned(SiteLoad.recorded(one.id(), nothing), idle, new ArrayList<>());
            }
        }
        return idle;
    }

    private Seeded seeded(Planned one, long seed, Watch watch) {
        Trace trace = paced(one.load().bySeed().apply(seed), options.speed());
        SimulationRun run =
                Simulation.run(
                        one.fleet(),
                        trace,
                        new Placing.Routed(router(options.router(), seed)),
                        watch,
                        FineProfile.binNanos(
                                options.bin().toNanos(), trace.spanUs() * NANOS_PER_MICRO));
        return Seeded.of(one, run, options);
    }

    static Trace paced(Trace trace, double speed) {
        return speed == 1 ? trace : trace.atSpeed(speed);
    }

    static RouterSettings router(RouterSettings usual, long seed) {
        return new RouterSettings(
                usual.mode(),
                usual.tiePpm(),
                usual.expectedOutputTokens(),
                seed,
                usual.maxInFlight(),
                usual.reportPeriod(),
                usual.progressPeriod());
    }
}
