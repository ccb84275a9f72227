// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.TokenListener;
import io.wattmill.twin.trace.Trace;

/** Runs a trace through a fleet in virtual time. Stateless; safe from any thread. */
public final class Simulation {
    private static final long UNMETERED = Long.MAX_VALUE / 2;

    private Simulation() {}

    /**
     * Runs the whole trace, to the end of the last answer.
     *
     * @param trace request lengths and arrivals
     * @param watch looks on, and may end the run
     */
    public static SimulationRun run(
            SimulatedFleet fleet, Trace trace, Placing placing, Watch watch) {
        return run(fleet, trace, placing, watch, UNMETERED);
    }

    /**
     * The same, with a profile of its load.
     *
     * @param binNanos length of a bin of the profile
     */
    public static SimulationRun run(
            SimulatedFleet fleet, Trace trace, Placing placing, Watch watch, long binNanos) {
        return switch (placing) {
            case Placing.RoundRobin _ ->
                    isOrdered(fleet, trace) || binNanos != UNMETERED
                            ? ordered(fleet, trace, new TurnDesk.Opening(), watch, binNanos)
                            : inTurn(fleet, trace, watch);
            case Placing.Recorded recorded ->
                    ordered(fleet, trace, new RecordedDesk.Opening(recorded), watch, binNanos);
            case Placing.Routed routed ->
                    ordered(fleet, trace, new RouterDesk.Opening(routed), watch, binNanos);
        };
    }

    private static SimulationRun ordered(
            SimulatedFleet fleet, Trace trace, Desk.Opening desk, Watch watch, long binNanos) {
        return new OrderedRun(fleet, trace, desk, watch, binNanos).run();
    }

    /** Whether what happens at one engine matters to what happens at others. */
    private static boolean isOrdered(SimulatedFleet fleet, Trace trace) {
        return fleet.prefill().isPresent() || !trace.chains().isEmpty();
    }

    private static SimulationRun inTurn(SimulatedFleet fleet, Trace trace, Watch watch) {
        FleetRun run = new FleetRun(fleet, trace, watch, TokenListener.NONE);
        LeanEngine[] engines = run.engines;
        long now = 0;
        while (run.arrivals.nextNanos() != ArrivalQueue.NEVER
                && run.goesOn(run.arrivals.nextNanos())) {
            now = run.arrivals.nextNanos();
            int request = run.arrivals.take();
            run.submit(request, engines[request % engines.length], now);
        }
        boolean whole = run.arrivals.nextNanos() == ArrivalQueue.NEVER;
        for (LeanEngine engine : engines) {
            engine.advance(whole ? Long.MAX_VALUE : now);
        }
        return run.result(fleet, trace, whole, now, 0, LoadProfile.NONE);
    }
}
