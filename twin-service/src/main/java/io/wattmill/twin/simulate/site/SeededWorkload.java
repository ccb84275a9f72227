// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.report.SimulationReport;

import java.util.function.IntPredicate;

/**
 * One workload in a run that it shares with others.
 *
 * @param report the table of a replay, of its requests alone
 * @param rates of them in the steady part of the whole run
 */
record SeededWorkload(RunReport report, SteadyRates rates) {

    /**
     * @param steady part of the whole run
     * @param own which requests of the run are its own
     */
    static SeededWorkload of(
            Planned planned,
            SimulationRun run,
            SiteOptions options,
            SteadyState steady,
            IntPredicate own) {
        return new SeededWorkload(
                SimulationReport.ofSome(run, planned.slo(), options.speed(), own),
                SteadyRates.of(run, planned.slo(), steady, own));
    }
}
