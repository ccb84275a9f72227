// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.replay.report.Slo;

/**
 * How far one objective of a deployment is met: shares of its requests, 0 to 1.
 *
 * @param wanted share that has to keep every limit
 * @param limits what a request has to keep
 * @param all share that keeps every limit
 * @param ttft share whose first token comes in time
 * @param tpot share whose tokens come fast enough
 * @param e2e share whose answer is whole in time; 1 where that has no limit and all are answered
 */
public record ObjectiveAttainment(
        double wanted, Slo limits, Figure all, Figure ttft, Figure tpot, Figure e2e) {

    /** Share that keeps the limits beyond what is wanted; below 0 where the objective is missed. */
    public double margin() {
        return all.value() - wanted;
    }

    /** Whether too few requests keep the limits. */
    public boolean isMissed() {
        return margin() < 0;
    }
}
