// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.report.Bottleneck;

/** What became of a plan run. */
public sealed interface PlanRunResult {

    /**
     * It ran.
     *
     * @param report the table of a replay
     * @param binding the constraint that binds
     * @param use what the fleet did
     */
    record Ran(RunReport report, Bottleneck binding, FleetUse use) implements PlanRunResult {}

    /**
     * It cannot run.
     *
     * @param problem what is missing or impossible in the plan
     * @param fix what to write
     */
    record Refused(String problem, String fix) implements PlanRunResult {}

    /**
     * What the fleet did.
     *
     * @param engines how many there are
     * @param gpus on all of them
     * @param busyShare part of their time that they worked, 0 to 1
     * @param meanBatch decoding sequences while they worked, mean over engines
     * @param preemptions sequences that lost their KV cache
     * @param meanWatts of all GPUs over the run
     */
    record FleetUse(
            int engines,
            int gpus,
            double busyShare,
            double meanBatch,
            long preemptions,
            double meanWatts) {}
}
