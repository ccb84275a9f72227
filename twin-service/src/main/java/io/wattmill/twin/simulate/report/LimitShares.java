// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import io.wattmill.twin.replay.report.Measurement;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Fate;
import io.wattmill.twin.simulate.SimulationRun;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Shares of the requests that arrived, 0 to 1: who kept which limit. A request that was not
 * answered to its end kept none.
 *
 * @param all kept every limit
 * @param ttft kept that of the first token
 * @param tpot kept that of each token
 * @param e2e kept that of the whole answer
 */
public record LimitShares(double all, double ttft, double tpot, double e2e) {

    /** Of a run, against these limits. */
    public static LimitShares of(SimulationRun run, Slo slo) {
        List<Measurement> answered = SimulationReport.answered(run);
        long arrived = arrived(run);
        return new LimitShares(
                share(arrived, answered, slo::isMetBy),
                share(arrived, answered, slo::isTtftMetBy),
                share(arrived, answered, slo::isTpotMetBy),
                share(arrived, answered, slo::isE2eMetBy));
    }

    private static long arrived(SimulationRun run) {
        return IntStream.range(0, run.requests().size())
                .filter(i -> run.fate(i) != Fate.NOT_ARRIVED)
                .count();
    }

    private static double share(
            long arrived, List<Measurement> answered, Predicate<Measurement> kept) {
        return arrived == 0 ? 0 : answered.stream().filter(kept).count() / (double) arrived;
    }
}
