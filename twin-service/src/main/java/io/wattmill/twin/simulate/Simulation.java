// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.TokenListener;
import io.wattmill.twin.trace.Trace;

/** Runs a trace through a fleet in virtual time. Stateless; safe from any thread. */
public final class Simulation {
    private Simulation() {}

    /**
     * Runs the whole trace, to the end of the last answer.
     *
     * @param trace request lengths and arrivals
     * @param watch looks on, and may end the run
     */
    public static SimulationRun run(
            SimulatedFleet fleet, Trace trace, Placing placing, Watch watch) {
        return switch (placing) {
            case Placing.RoundRobin _ -> inTurn(fleet, trace, watch);
            case Placing.Routed(var settings) -> new RoutedRun(fleet, trace, settings, watch).run();
        };
    }

    private static SimulationRun inTurn(SimulatedFleet fleet, Trace trace, Watch watch) {
        FleetRun run = new FleetRun(fleet, trace, watch, TokenListener.NONE);
        LeanEngine[] engines = run.engines;
        int count = run.requests.size();
        int next = 0;
        while (next < count && run.goesOn(next)) {
            run.submit(next, engines[next % engines.length]);
            next++;
        }
        boolean whole = next == count;
        for (LeanEngine engine : engines) {
            engine.advance(whole ? Long.MAX_VALUE : run.requests.arrivalNanos(next));
        }
        return run.result(fleet, trace, whole);
    }
}
