// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.site.DeploymentRun.Latency;
import io.wattmill.twin.simulate.site.DeploymentRun.Quantiles;
import io.wattmill.twin.simulate.site.DeploymentRun.Rates;
import io.wattmill.twin.simulate.site.DeploymentRun.WorkloadRun;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Figures of one of the workloads that share a deployment's engines. */
final class WorkloadFigures {
    private final AcrossSeeds<Seeded> runs;
    private final int workload;

    private WorkloadFigures(AcrossSeeds<Seeded> runs, int workload) {
        this.runs = runs;
        this.workload = workload;
    }

    /** Of each workload, in the plan's order; empty where one has the engines alone. */
    static List<WorkloadRun> each(Planned planned, AcrossSeeds<Seeded> runs) {
        if (!planned.load().isShared()) {
            return List.of();
        }
        List<String> names = planned.load().workloads();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new WorkloadFigures(runs, i).named(names.get(i)))
                .toList();
    }

    private WorkloadRun named(String name) {
        return new WorkloadRun(
                name,
                new Latency(
                        quantiles(RunReport.Latency::ttft),
                        quantiles(RunReport.Latency::tpot),
                        quantiles(RunReport.Latency::e2e)),
                new Rates(
                        rate(SteadyRates::requests),
                        rate(SteadyRates::good),
                        rate(SteadyRates::input),
                        rate(SteadyRates::output)),
                runs.of(one -> report(one).goodShare()));
    }

    private RunReport report(Seeded run) {
        return run.workloads().get(workload).report();
    }

    private Figure rate(ToDoubleFunction<SteadyRates> of) {
        return runs.of(one -> of.applyAsDouble(one.workloads().get(workload).rates()));
    }

    private Quantiles quantiles(Function<RunReport.Latency, LatencySummary> of) {
        return new Quantiles(
                runs.of(one -> of.apply(report(one).latency()).p50Us()),
                runs.of(one -> of.apply(report(one).latency()).p90Us()),
                runs.of(one -> of.apply(report(one).latency()).p99Us()));
    }
}
