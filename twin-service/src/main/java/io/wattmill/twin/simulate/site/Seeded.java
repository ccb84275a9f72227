// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.report.BindingConstraint;
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
 * @param seconds from the beginning to the last token
 * @param gpuJoules idle time included
 * @param busyShare of its engines' time
 * @param usefulShare of its engines' time, for good requests
 * @param hostWatts mean of its hosts
 */
record Seeded(
        RunReport report,
        List<LimitShares> objectives,
        double seconds,
        double gpuJoules,
        double busyShare,
        double usefulShare,
        double hostWatts,
        double meanBatch,
        long preemptions,
        LoadProfile profile,
        boolean whole) {

    static Seeded of(Planned planned, SimulationRun run, double speed) {
        RunReport report = SimulationReport.of(run, planned.slo(), speed, planned.prices());
        double busy = BindingConstraint.busyShare(run);
        return new Seeded(
                report,
                planned.limits().stream().map(slo -> LimitShares.of(run, slo)).toList(),
                Math.max(1e-9, run.endNanos() / 1e9),
                run.microjoules() / 1e6,
                busy,
                busy * goodTokens(planned, run),
                planned.hostWatts(busy),
                run.engines().stream().mapToDouble(e -> e.used().meanBatch()).average().orElse(0),
                run.preemptions(),
                run.profile(),
                run.whole());
    }

    /** Share of the finished output tokens that belong to good requests. */
    private static double goodTokens(Planned planned, SimulationRun run) {
        Slo slo = planned.slo();
        double good = 0;
        double all = 0;
        var requests = run.requests();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.endNanos(i) >= 0) {
                int output = requests.outputTokens(i);
                all += output;
                good += slo.isMetBy(SimulationReport.measured(requests, i)) ? output : 0;
            }
        }
        return all == 0 ? 0 : good / all;
    }

    /** The place of the objective that is missed by most, or met by least. */
    int tightest(Planned planned) {
        return IntStream.range(0, objectives.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> objectives.get(i).all() - planned.wanted(i)))
                .orElse(0);
    }

    double outputPerSecond() {
        return report.tokens().output() / seconds;
    }

    double inputPerSecond() {
        return report.tokens().input() / seconds;
    }

    double gpuWatts() {
        return gpuJoules / seconds;
    }

    /** Of a run that made no token, of its whole energy. */
    double perOutputToken(double joules) {
        return joules / Math.max(1, report.tokens().output());
    }

    double joules() {
        return gpuJoules + hostWatts * seconds;
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
