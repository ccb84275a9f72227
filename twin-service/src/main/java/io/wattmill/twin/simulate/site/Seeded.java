// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.LatencySummary;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.report.BindingConstraint;
import io.wattmill.twin.simulate.report.SimulationReport;

import java.util.List;

/**
 * One run of one deployment, without its requests.
 *
 * @param report the table of a replay
 * @param seconds from the beginning to the last token
 * @param gpuJoules idle time included
 * @param busyShare of its engines' time
 * @param usefulShare of its engines' time, for good requests
 * @param hostWatts mean of its hosts
 * @param workloads the same table for each of several that share its engines; empty for one alone
 */
record Seeded(
        RunReport report,
        double seconds,
        double gpuJoules,
        double busyShare,
        double usefulShare,
        double hostWatts,
        double meanBatch,
        long preemptions,
        LoadProfile profile,
        boolean whole,
        List<RunReport> workloads) {

    Seeded {
        workloads = List.copyOf(workloads);
    }

    /**
     * @param workloads reports of each workload's requests
     */
    static Seeded of(Planned planned, SimulationRun run, double speed, List<RunReport> workloads) {
        RunReport report = SimulationReport.of(run, planned.slo(), speed, planned.prices());
        double busy = BindingConstraint.busyShare(run);
        return new Seeded(
                report,
                Math.max(1e-9, run.endNanos() / 1e9),
                run.microjoules() / 1e6,
                busy,
                busy * goodTokens(planned, run),
                planned.hostWatts(busy),
                run.engines().stream().mapToDouble(e -> e.used().meanBatch()).average().orElse(0),
                run.preemptions(),
                run.profile(),
                run.whole(),
                workloads);
    }

    /** Share of the finished output tokens that belong to good requests. */
    private static double goodTokens(Planned planned, SimulationRun run) {
        double good = 0;
        double all = 0;
        var requests = run.requests();
        for (int i = 0; i < requests.size(); i++) {
            if (requests.endNanos(i) >= 0) {
                int output = requests.outputTokens(i);
                all += output;
                double ttftUs = (requests.firstTokenNanos(i) - requests.arrivalNanos(i)) / 1e3;
                double restUs = (requests.endNanos(i) - requests.firstTokenNanos(i)) / 1e3;
                double tpotUs = output > 1 ? restUs / (output - 1) : 0;
                boolean met = ttftUs <= planned.slo().ttftUs() && tpotUs <= planned.slo().tpotUs();
                good += met ? output : 0;
            }
        }
        return all == 0 ? 0 : good / all;
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
