// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.report.SimulationReport;

import java.util.function.IntPredicate;

/**
 * Rates per second within the steady part of a run, of requests that were answered to their end: a
 * prompt counts when its first token comes, an answer's tokens evenly from then to its end.
 *
 * @param requests that ended
 * @param good of those, that met every objective
 * @param input tokens of prompts
 * @param output tokens of answers
 * @param goodOutput of those, tokens of good requests
 */
record SteadyRates(double requests, double good, double input, double output, double goodOutput) {

    static SteadyRates of(SimulationRun run, Slo slo, SteadyState steady) {
        return of(run, slo, steady, _ -> true);
    }

    /** Of those requests alone that are counted. */
    static SteadyRates of(SimulationRun run, Slo slo, SteadyState steady, IntPredicate counted) {
        double[] sums = new double[5];
        RequestTable table = run.requests();
        for (int i = 0; i < table.size(); i++) {
            if (counted.test(i) && table.endNanos(i) != RequestTable.NEVER) {
                boolean good = slo.isMetBy(SimulationReport.measured(table, i));
                double ends = steady.holds(table.endNanos(i)) ? 1 : 0;
                double written =
                        table.outputTokens(i)
                                * steady.shareOf(table.firstTokenNanos(i), table.endNanos(i));
                sums[0] += ends;
                sums[1] += good ? ends : 0;
                sums[2] += steady.holds(table.firstTokenNanos(i)) ? table.promptTokens(i) : 0;
                sums[3] += written;
                sums[4] += good ? written : 0;
            }
        }
        double per = 1 / steady.seconds();
        return new SteadyRates(
                per * sums[0], per * sums[1], per * sums[2], per * sums[3], per * sums[4]);
    }

    /** Share of the answers' tokens that belong to good requests; 0 without any. */
    double goodShare() {
        return output == 0 ? 0 : goodOutput / output;
    }
}
