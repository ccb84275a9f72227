// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.LoadProfile.Bin;
import io.wattmill.twin.simulate.site.SiteRun.Totals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Makes figures of all deployments of a site together, those that wait without a load included. */
final class SiteTotals {
    private final FacilityPlan plan;
    private final SiteOptions options;
    private final List<Planned> idle;

    /**
     * @param idle deployments without a load: loaded, and waiting
     */
    SiteTotals(FacilityPlan plan, SiteOptions options, List<Planned> idle) {
        this.plan = plan;
        this.options = options;
        this.idle = idle;
    }

    private double idleGpuWatts() {
        return idle.stream().mapToDouble(Planned::idleGpuWatts).sum();
    }

    private double idleHostWatts() {
        return idle.stream().mapToDouble(one -> one.hostWatts(0)).sum();
    }

    /** What deployments without a load draw, with their hosts. */
    double idleWatts() {
        return idleGpuWatts() + idleHostWatts();
    }

    private static double gpus(List<Planned> deployments) {
        return deployments.stream().mapToInt(one -> one.fleet().gpus()).sum();
    }

    /**
     * Figures of the whole site.
     *
     * @param runs seed by seed of the first deployment, then of the next
     * @param limits what all that is planned needs, and has
     */
    Totals totals(List<Planned> planned, List<Seeded> runs, List<SiteLimit> limits) {
        AcrossSeeds<List<Seeded>> all =
                new AcrossSeeds<>(
                        bySeed(planned, runs),
                        evidence(planned, PlannedEvidence::time),
                        options.source());
        AcrossSeeds<List<Seeded>> gpus = all.with(watts(planned, PlannedEvidence::power));
        AcrossSeeds<List<Seeded>> hosts = all.with(watts(planned, PlannedEvidence::host));
        AcrossSeeds<List<Seeded>> it = gpus.with(hosts.evidence());
        return new Totals(
                all.of(one -> sum(one, Seeded::inputPerSecond)),
                all.of(one -> sum(one, Seeded::outputPerSecond)),
                gpus.of(one -> sum(one, Seeded::gpuWatts) + idleGpuWatts()),
                hosts.of(one -> sum(one, Seeded::hostWatts) + idleHostWatts()),
                it.of(one -> watts(one) / Math.max(1e-9, sum(one, Seeded::outputPerSecond))),
                it.of(one -> tokensPerSecond(one) / watts(one)),
                siteUsage(planned, all),
                profile(planned, runs),
                limits);
    }

    private static double tokensPerSecond(List<Seeded> deployments) {
        return sum(deployments, Seeded::inputPerSecond) + sum(deployments, Seeded::outputPerSecond);
    }

    private static Evidence evidence(List<Planned> planned, Function<Planned, Evidence> of) {
        return planned.stream().map(of).reduce(Evidence.SURE, Evidence::and);
    }

    /** Those that wait draw as well. */
    private Evidence watts(List<Planned> planned, Function<Planned, Evidence> of) {
        return evidence(planned, of).and(evidence(idle, of));
    }

    private double watts(List<Seeded> deployments) {
        return Math.max(
                1e-9,
                sum(deployments, Seeded::gpuWatts)
                        + sum(deployments, Seeded::hostWatts)
                        + idleGpuWatts()
                        + idleHostWatts());
    }

    private static double sum(List<Seeded> deployments, ToDoubleFunction<Seeded> value) {
        return deployments.stream().mapToDouble(value).sum();
    }

    private List<List<Seeded>> bySeed(List<Planned> planned, List<Seeded> runs) {
        int seeds = options.seeds().size();
        return IntStream.range(0, seeds)
                .mapToObj(
                        seed ->
                                IntStream.range(0, planned.size())
                                        .mapToObj(i -> runs.get(i * seeds + seed))
                                        .toList())
                .toList();
    }

    private GpuUsage siteUsage(List<Planned> planned, AcrossSeeds<List<Seeded>> all) {
        double gpus = Math.max(1, plan.gpus());
        double waiting = gpus(idle) / gpus;
        double stranded = Math.max(0, 1 - gpus(planned) / gpus - waiting);
        return new GpuUsage(
                all.with(evidence(planned, PlannedEvidence::objectives))
                        .of(one -> weighted(planned, one, gpus, Seeded::usefulShare)),
                all.of(one -> weighted(planned, one, gpus, Seeded::busyShare)),
                all.of(one -> waiting + weighted(planned, one, gpus, run -> 1 - run.busyShare())),
                Figure.exact(stranded, Provenance.DERIVED, "plan"));
    }

    private static double weighted(
            List<Planned> planned, List<Seeded> runs, double gpus, ToDoubleFunction<Seeded> share) {
        return IntStream.range(0, planned.size())
                .mapToDouble(
                        i ->
                                planned.get(i).fleet().gpus()
                                        / gpus
                                        * share.applyAsDouble(runs.get(i)))
                .sum();
    }

    /** GPUs and hosts of all deployments, of the first seed. One that ended earlier stands idle. */
    LoadProfile profile(List<Planned> planned, List<Seeded> runs) {
        int seeds = options.seeds().size();
        List<Bin> sums = new ArrayList<>();
        int bins =
                IntStream.range(0, planned.size())
                        .map(i -> runs.get(i * seeds).profile().bins().size())
                        .max()
                        .orElse(0);
        for (int bin = 0; bin < bins; bin++) {
            sums.add(bin(planned, runs, bin));
        }
        return new LoadProfile(options.bin().toNanos(), sums);
    }

    private Bin bin(List<Planned> planned, List<Seeded> runs, int bin) {
        long nanos = 0;
        double watts = idleGpuWatts() + idleHostWatts();
        double busy = 0;
        double idleWatts = idleGpuWatts();
        double gpus = gpus(idle);
        for (int i = 0; i < planned.size(); i++) {
            Planned one = planned.get(i);
            List<Bin> bins = runs.get(i * options.seeds().size()).profile().bins();
            Bin own = bin < bins.size() ? bins.get(bin) : idle(one);
            nanos = Math.max(nanos, own.nanos());
            watts += own.gpuWatts() + one.hostWatts(own.busyShare());
            busy += own.busyShare() * one.fleet().gpus();
            idleWatts += own.idleWatts();
            gpus += one.fleet().gpus();
        }
        return new Bin(nanos, watts, busy / Math.max(1, gpus), idleWatts);
    }

    private static Bin idle(Planned one) {
        return new Bin(0, one.idleGpuWatts(), 0, one.idleGpuWatts());
    }

    /** Power and cooling, as far as the plan says what there is of them. */
    List<SiteLimit> limits(List<Planned> planned, List<Seeded> runs) {
        double peak = profile(planned, runs).peakWatts();
        Evidence known =
                evidence(planned, PlannedEvidence::time)
                        .and(watts(planned, PlannedEvidence::power))
                        .and(watts(planned, PlannedEvidence::host));
        String source = known.told("simulation, busiest bin, GPUs and hosts");
        Figure needed = Figure.exact(peak, known.provenance(), source);
        List<SiteLimit> limits = new ArrayList<>();
        SiteProvision.power(plan)
                .ifPresent(
                        watts -> limits.add(new SiteLimit(Bottleneck.Kind.POWER, needed, watts)));
        SiteProvision.cooling(plan)
                .ifPresent(
                        watts -> limits.add(new SiteLimit(Bottleneck.Kind.COOLING, needed, watts)));
        return limits;
    }
}
