// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.LoadProfile.Bin;
import io.wattmill.twin.simulate.site.DeploymentRun.Energy;
import io.wattmill.twin.simulate.site.DeploymentRun.FleetFacts;
import io.wattmill.twin.simulate.site.DeploymentRun.Latency;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.simulate.site.DeploymentRun.Quantiles;
import io.wattmill.twin.simulate.site.DeploymentRun.Rates;
import io.wattmill.twin.simulate.site.SiteRun.Totals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Makes figures of runs: the middle of the seeds, and what lies between them. */
final class SiteFigures {
    private final FacilityPlan plan;
    private final SiteOptions options;
    private final List<Planned> idle;

    /**
     * @param idle deployments without a load: loaded, and waiting
     */
    SiteFigures(FacilityPlan plan, SiteOptions options, List<Planned> idle) {
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

    private String source() {
        return "simulation, seeds " + options.seeds();
    }

    private static Provenance known(Planned planned) {
        return Provenance.FITTED.and(planned.build().gpu().provenance());
    }

    DeploymentRun deployment(
            Planned planned, List<Seeded> runs, Binding binding, List<ParetoPoint> pareto) {
        Spread<Seeded> all = new Spread<>(runs, known(planned), source());
        Spread<Seeded> hosts = new Spread<>(runs, hostKnown(planned), source() + "; host: plan");
        return new DeploymentRun(
                planned.deployment().id(),
                facts(planned, all),
                new Latency(
                        quantiles(
                                all,
                                one -> one.ttft().p50Us(),
                                one -> one.ttft().p90Us(),
                                one -> one.ttft().p99Us()),
                        quantiles(
                                all,
                                one -> one.tpot().p50Us(),
                                one -> one.tpot().p90Us(),
                                one -> one.tpot().p99Us()),
                        quantiles(
                                all,
                                one -> one.e2e().p50Us(),
                                one -> one.e2e().p90Us(),
                                one -> one.e2e().p99Us())),
                rates(all),
                new Energy(
                        all.of(Seeded::gpuWatts),
                        all.of(one -> one.perOutputToken(one.gpuJoules())),
                        hosts.of(Seeded::hostWatts),
                        hosts.of(one -> one.perOutputToken(one.joules()))),
                all.of(one -> one.report().goodShare()),
                usage(all, 0),
                runs.getFirst().profile(),
                binding,
                pareto,
                runs.getFirst().report());
    }

    private static Provenance hostKnown(Planned planned) {
        return known(planned).and(planned.nodeType().host().maxWatts().provenance());
    }

    private static FleetFacts facts(Planned planned, Spread<Seeded> all) {
        return new FleetFacts(
                planned.build().model().name(),
                planned.build().gpu().name(),
                planned.fleet().everyEngine().size(),
                planned.fleet().gpus(),
                all.of(Seeded::meanBatch),
                all.runs().stream().mapToLong(Seeded::preemptions).sum(),
                all.of(Seeded::prefixHits));
    }

    private static Quantiles quantiles(
            Spread<Seeded> all,
            ToLongFunction<Seeded> p50,
            ToLongFunction<Seeded> p90,
            ToLongFunction<Seeded> p99) {
        return new Quantiles(
                all.of(p50::applyAsLong), all.of(p90::applyAsLong), all.of(p99::applyAsLong));
    }

    private static Rates rates(Spread<Seeded> all) {
        return new Rates(
                all.of(one -> one.report().requests().completed() / one.seconds()),
                all.of(one -> one.report().goodput().met() / one.seconds()),
                all.of(Seeded::inputPerSecond),
                all.of(Seeded::outputPerSecond));
    }

    private static GpuUsage usage(Spread<Seeded> all, double stranded) {
        double used = 1 - stranded;
        return new GpuUsage(
                all.of(one -> one.usefulShare() * used),
                all.of(one -> one.busyShare() * used),
                all.of(one -> (1 - one.busyShare()) * used),
                Figure.exact(stranded, Provenance.DERIVED, "plan"));
    }

    /**
     * Figures of the whole site.
     *
     * @param runs seed by seed of the first deployment, then of the next
     * @param limits what all that is planned needs, and has
     */
    Totals totals(List<Planned> planned, List<Seeded> runs, List<SiteLimit> limits) {
        Spread<List<Seeded>> all = new Spread<>(bySeed(planned, runs), known(planned), source());
        Spread<List<Seeded>> it = new Spread<>(all.runs(), hostsKnown(planned), source());
        return new Totals(
                all.of(one -> sum(one, Seeded::inputPerSecond)),
                all.of(one -> sum(one, Seeded::outputPerSecond)),
                all.of(one -> sum(one, Seeded::gpuWatts) + idleGpuWatts()),
                it.of(one -> sum(one, Seeded::hostWatts) + idleHostWatts()),
                it.of(one -> watts(one) / Math.max(1e-9, sum(one, Seeded::outputPerSecond))),
                it.of(
                        one ->
                                (sum(one, Seeded::inputPerSecond)
                                                + sum(one, Seeded::outputPerSecond))
                                        / watts(one)),
                siteUsage(planned, all),
                profile(planned, runs),
                limits);
    }

    private double watts(List<Seeded> deployments) {
        return Math.max(
                1e-9,
                sum(deployments, Seeded::gpuWatts)
                        + sum(deployments, Seeded::hostWatts)
                        + idleGpuWatts()
                        + idleHostWatts());
    }

    private static double sum(
            List<Seeded> deployments, java.util.function.ToDoubleFunction<Seeded> value) {
        return deployments.stream().mapToDouble(value).sum();
    }

    private static Provenance known(List<Planned> planned) {
        return planned.stream().map(SiteFigures::known).reduce(Provenance.FITTED, Provenance::and);
    }

    private static Provenance hostsKnown(List<Planned> planned) {
        return planned.stream()
                .map(SiteFigures::hostKnown)
                .reduce(Provenance.FITTED, Provenance::and);
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

    private GpuUsage siteUsage(List<Planned> planned, Spread<List<Seeded>> all) {
        double gpus = Math.max(1, plan.gpus());
        double waiting = gpus(idle) / gpus;
        double stranded = Math.max(0, 1 - gpus(planned) / gpus - waiting);
        return new GpuUsage(
                all.of(one -> weighted(planned, one, gpus, Seeded::usefulShare)),
                all.of(one -> weighted(planned, one, gpus, Seeded::busyShare)),
                all.of(one -> waiting + weighted(planned, one, gpus, run -> 1 - run.busyShare())),
                Figure.exact(stranded, Provenance.DERIVED, "plan"));
    }

    private static double weighted(
            List<Planned> planned,
            List<Seeded> runs,
            double gpus,
            java.util.function.ToDoubleFunction<Seeded> share) {
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
        double idling = idleGpuWatts();
        double busy = 0;
        double gpus = gpus(idle);
        for (int i = 0; i < planned.size(); i++) {
            Planned one = planned.get(i);
            List<Bin> bins = runs.get(i * options.seeds().size()).profile().bins();
            Bin own = bin < bins.size() ? bins.get(bin) : idle(one);
            nanos = Math.max(nanos, own.nanos());
            watts += own.gpuWatts() + one.hostWatts(own.busyShare());
            idling += own.idleWatts();
            busy += own.busyShare() * one.fleet().gpus();
            gpus += one.fleet().gpus();
        }
        return new Bin(nanos, watts, busy / Math.max(1, gpus), idling);
    }

    private static Bin idle(Planned one) {
        return new Bin(0, one.idleGpuWatts(), 0, one.idleGpuWatts());
    }

    /** Power and cooling, as far as the plan says what there is of them. */
    List<SiteLimit> limits(List<Planned> planned, List<Seeded> runs) {
        double peak = profile(planned, runs).peakWatts();
        Figure needed =
                Figure.exact(peak, hostsKnown(planned), "simulation, busiest bin, GPUs and hosts");
        List<SiteLimit> limits = new ArrayList<>();
        SiteProvision.power(plan)
                .ifPresent(
                        watts -> limits.add(new SiteLimit(Constraint.Kind.POWER, needed, watts)));
        SiteProvision.cooling(plan)
                .ifPresent(
                        watts -> limits.add(new SiteLimit(Constraint.Kind.COOLING, needed, watts)));
        return limits;
    }
}
