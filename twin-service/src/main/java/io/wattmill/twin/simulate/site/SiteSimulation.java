// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.PlannedSite.Found;
import io.wattmill.twin.simulate.site.SiteOutcome.Reason;
import io.wattmill.twin.simulate.site.SiteOutcome.Refused;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs every deployment of a plan with every seed. What comes out depends on plan, loads and
 * options, not on threads; one thread or many, the same. Busy on the caller's thread, and on as
 * many others as it is told.
 */
public final class SiteSimulation {
    /** The busiest bin may exceed what is provided by this factor: bins are means. */
    private static final double TOLERATED = 1.01;

    /** So often a site that does not carry its load is run with less of it. */
    static final int MOST_ROUNDS = 5;

    private final FacilityPlan plan;
    private final SiteOptions options;
    private final RunControl control;
    private final Batch batch;
    private final SeedRuns seedRuns;

    private SiteSimulation(FacilityPlan plan, SiteOptions options, RunControl control) {
        this.plan = plan;
        this.options = options;
        this.control = control;
        this.batch = new Batch(options.threads(), control);
        this.seedRuns = new SeedRuns(options, control, batch);
    }

    /**
     * Runs a site.
     *
     * @param loads what the deployments serve: several of one deployment share its engines; those
     *     without one wait, and draw what waiting draws
     * @param control tells how far it is, and may end it: then figures are of what had happened
     */
    public static SiteOutcome run(
            FacilityPlan plan, List<SiteLoad> loads, SiteOptions options, RunControl control) {
        return new SiteSimulation(plan, options, control).run(loads);
    }

    private SiteOutcome run(List<SiteLoad> loads) {
        if (loads.isEmpty()) {
            return refused(new Reason("no deployment has a load", "give the plan a workload"));
        }
        List<Planned> planned = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (Found found : new PlannedSite(plan).serving(loads)) {
            switch (found) {
                case Found.Runnable(Planned one) -> planned.add(one);
                case Found.Not(Reason reason) -> reasons.add(reason);
            }
        }
        return reasons.isEmpty() ? bounded(planned) : new Refused(List.copyOf(reasons));
    }

    private static Refused refused(Reason reason) {
        return new Refused(List.of(reason));
    }

    private SiteOutcome bounded(List<Planned> planned) {
        List<Planned> idle = new PlannedSite(plan).idle(planned);
        return options.limits()
                .check(new SiteWork(plan, options, planned, idle).all())
                .<SiteOutcome>map(much -> refused(new Reason(much.problem(), much.fix())))
                .orElseGet(() -> ran(planned, new SiteTotals(plan, options, idle)));
    }

    private SiteOutcome ran(List<Planned> planned, SiteTotals site) {
        List<Seeded> runs = seedRuns.of(planned);
        List<SiteLimit> limits = site.limits(planned, runs);
        Optional<SiteLimit> over =
                limits.stream()
                        .filter(SiteLimit::binds)
                        .max(Comparator.comparingDouble(SiteLimit::ratio));
        if (over.isPresent() && options.trialRequests() > 0 && !control.isCancelled()) {
            return carried(planned, runs, over.get(), limits, site);
        }
        return answered(planned, runs, List.of(), limits, site);
    }

    /** The load once more, on what the site carries: with less until that is so. */
    private SiteOutcome carried(
            List<Planned> planned,
            List<Seeded> runs,
            SiteLimit over,
            List<SiteLimit> limits,
            SiteTotals site) {
        double share = 1;
        double needed = over.needed().value();
        for (int round = 1; ; round++) {
            share *= share(over, needed, site.idleWatts());
            List<Carried> carried = carried(planned, runs, over.kind(), share);
            List<Planned> now = carried.stream().map(Carried::planned).toList();
            List<Seeded> again = seedRuns.of(now);
            needed = site.profile(now, again).peakWatts();
            boolean fits = needed <= over.provided().value() * TOLERATED;
            if (fits || round == MOST_ROUNDS || control.isCancelled()) {
                return answered(now, again, carried, limits, site);
            }
        }
    }

    /** Deployments that wait draw on; the others have to do with so much of what they drew. */
    private static double share(SiteLimit over, double needed, double idleWatts) {
        double left = Math.max(0, over.provided().value() - idleWatts);
        return left / Math.max(1, needed - idleWatts);
    }

    private List<Carried> carried(
            List<Planned> planned, List<Seeded> runs, Kind kind, double share) {
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

    private SiteOutcome answered(
            List<Planned> planned,
            List<Seeded> runs,
            List<Carried> carried,
            List<SiteLimit> limits,
            SiteTotals site) {
        DeploymentFigures figures = new DeploymentFigures(options);
        List<DeploymentRun> deployments = new ArrayList<>();
        int seeds = options.seeds().size();
        for (int i = 0; i < planned.size(); i++) {
            List<Seeded> own = SeedRuns.begun(runs.subList(i * seeds, (i + 1) * seeds));
            Optional<Carried> how =
                    carried.isEmpty() ? Optional.empty() : Optional.of(carried.get(i));
            deployments.add(answered(planned.get(i), own, how, figures));
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

    private DeploymentRun answered(
            Planned one, List<Seeded> own, Optional<Carried> how, DeploymentFigures figures) {
        return figures.deployment(
                one,
                own,
                bottleneck(one, own.getFirst(), how),
                control.isCancelled() ? List.of() : new Pareto(one, options, batch).points());
    }

    private Bottleneck bottleneck(Planned one, Seeded run, Optional<Carried> how) {
        if (control.isCancelled()) {
            return Relief.stopped();
        }
        boolean chained = !one.whole(options).chains().isEmpty();
        return new Relief(one, run, batch, options, how, Unexamined.of(plan, one, chained))
                .bottleneck();
    }
}
