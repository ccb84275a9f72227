// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.simulate.site.DeploymentRun.Energy;
import io.wattmill.twin.simulate.site.DeploymentRun.FleetFacts;
import io.wattmill.twin.simulate.site.DeploymentRun.Latency;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.simulate.site.DeploymentRun.Quantiles;
import io.wattmill.twin.simulate.site.DeploymentRun.Rates;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Makes figures of a deployment's runs: the middle of the seeds, and what lies between them. */
record DeploymentFigures(SiteOptions options) {
    DeploymentRun deployment(
            Planned planned, List<Seeded> runs, Bottleneck bottleneck, List<ParetoPoint> pareto) {
        AcrossSeeds<Seeded> all =
                new AcrossSeeds<>(runs, PlannedEvidence.time(planned), options.source());
        AcrossSeeds<Seeded> good = all.with(PlannedEvidence.objectives(planned));
        return new DeploymentRun(
                planned.deployment().id(),
                facts(planned, all),
                latency(all),
                rates(all, good),
                energy(planned, all),
                good.of(one -> one.report().goodShare()),
                objectives(planned, good),
                usage(all, good),
                runs.getFirst().steady(),
                runs.getFirst().profile(),
                bottleneck,
                pareto,
                runs.getFirst().report(),
                WorkloadFigures.each(planned, good));
    }

    private static List<ObjectiveAttainment> objectives(Planned planned, AcrossSeeds<Seeded> all) {
        return IntStream.range(0, planned.limits().size())
                .mapToObj(
                        i ->
                                new ObjectiveAttainment(
                                        planned.wanted(i),
                                        planned.limits().get(i),
                                        all.of(one -> one.objectives().get(i).all()),
                                        all.of(one -> one.objectives().get(i).ttft()),
                                        all.of(one -> one.objectives().get(i).tpot()),
                                        all.of(one -> one.objectives().get(i).e2e())))
                .toList();
    }

    private static FleetFacts facts(Planned planned, AcrossSeeds<Seeded> all) {
        return new FleetFacts(
                planned.build().model().name(),
                planned.build().gpu().name(),
                planned.fleet().everyEngine().size(),
                planned.fleet().gpus(),
                all.of(Seeded::meanBatch),
                all.runs().stream().mapToLong(Seeded::preemptions).sum(),
                all.of(Seeded::prefixHits));
    }

    private static Latency latency(AcrossSeeds<Seeded> all) {
        return new Latency(
                quantiles(all, Seeded::ttft),
                quantiles(all, Seeded::tpot),
                quantiles(all, Seeded::e2e));
    }

    private static Quantiles quantiles(
            AcrossSeeds<Seeded> all, Function<Seeded, LatencySummary> of) {
        return new Quantiles(
                all.of(one -> of.apply(one).p50Us()),
                all.of(one -> of.apply(one).p90Us()),
                all.of(one -> of.apply(one).p99Us()));
    }

    private static Rates rates(AcrossSeeds<Seeded> all, AcrossSeeds<Seeded> good) {
        return new Rates(
                all.of(one -> one.rates().requests()),
                good.of(one -> one.rates().good()),
                all.of(Seeded::inputPerSecond),
                all.of(Seeded::outputPerSecond));
    }

    private static Energy energy(Planned planned, AcrossSeeds<Seeded> all) {
        AcrossSeeds<Seeded> gpus = all.with(PlannedEvidence.power(planned));
        AcrossSeeds<Seeded> hosts = all.with(PlannedEvidence.host(planned));
        AcrossSeeds<Seeded> both = gpus.with(PlannedEvidence.host(planned));
        return new Energy(
                gpus.of(Seeded::gpuWatts),
                gpus.of(one -> one.perOutputToken(one.gpuWatts())),
                hosts.of(Seeded::hostWatts),
                both.of(one -> one.perOutputToken(one.watts())));
    }

    private static GpuUsage usage(AcrossSeeds<Seeded> all, AcrossSeeds<Seeded> good) {
        return new GpuUsage(
                good.of(Seeded::usefulShare),
                all.of(Seeded::busyShare),
                all.of(one -> 1 - one.busyShare()),
                Figure.exact(0, Provenance.DERIVED, "plan"));
    }
}
