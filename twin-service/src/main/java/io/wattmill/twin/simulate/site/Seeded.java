// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.LoadProfile.Bin;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.report.LimitShares;
import io.wattmill.twin.simulate.report.SimulationReport;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run of one deployment, without its requests.
 *
 * @param report the table of a replay
 * @param objectives who kept which limit of each objective, in the plan's order
 * @param steady the part of it that rates, watts and the use of GPUs are of
 * @param rates in that part
 * @param gpuWatts mean of its GPUs, idle time included
 * @param busyShare of its engines' time
 * @param hostWatts mean of its hosts
 * @param profile of its GPUs
 * @param workloads each of several that share its engines; empty for one alone
 */
record Seeded(
        RunReport report,
        List<LimitShares> objectives,
        SteadyState steady,
        SteadyRates rates,
        double gpuWatts,
        double busyShare,
        double hostWatts,
        double meanBatch,
        long preemptions,
        LoadProfile profile,
        boolean whole,
        List<SeededWorkload> workloads) {

    Seeded {
        workloads = List.copyOf(workloads);
    }

    /**
     * @param workloads what each of several came to
     */
    static Seeded of(
            Planned planned,
            SimulationRun run,
            SiteOptions options,
            List<SeededWorkload> workloads) {
        SteadyState steady = SteadyState.of(run);
        FineProfile fine = new FineProfile(run.profile());
        Bin mean = fine.mean(steady);
        return new Seeded(
                SimulationReport.of(run, planned.slo(), options.speed(), planned.prices()),
                planned.limits().stream().map(slo -> LimitShares.of(run, slo)).toList(),
                steady,
                SteadyRates.of(run, planned.slo(), steady),
                mean.gpuWatts(),
                mean.busyShare(),
                planned.hostWatts(mean.busyShare()),
                run.engines().stream().mapToDouble(e -> e.used().meanBatch()).average().orElse(0),
                run.preemptions(),
                fine.steady(steady, options.bin().toNanos()),
                run.whole(),
                workloads);
    }

    /** The place of the objective that is missed by most, or met by least. */
    int tightest(Planned planned) {
        return IntStream.range(0, objectives.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> objectives.get(i).all() - planned.wanted(i)))
                .orElse(0);
    }

    /** Of its engines' time, for good requests. */
    double usefulShare() {
        return busyShare * rates.goodShare();
    }

    double outputPerSecond() {
        return rates.output();
    }

    double inputPerSecond() {
        return rates.input();
    }

    /**
     * Joules per output token at these watts; of a run that wrote none, those of its whole time.
     */
    double perOutputToken(double watts) {
        return watts / Math.max(1 / steady.seconds(), rates.output());
    }

    double watts() {
        return gpuWatts + hostWatts;
    }

    double prefixHits() {
        return report.tokens().cachedInput() / (double) Math.max(1, report.tokens().input());
    }

    LatencySummary ttft() {
        return report.latency().ttft();
    }

    LatencySummary tpot() {
        return report.latency().tpot();
    }

    LatencySummary e2e() {
        return report.latency().e2e();
    }
}
