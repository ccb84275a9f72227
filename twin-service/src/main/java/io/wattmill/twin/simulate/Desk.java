// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Trace;

import java.util.OptionalInt;

/** Where requests ask for an engine, and what hears of what became of them. */
interface Desk {
    /** No tick comes. */
    long NEVER = Long.MAX_VALUE;

    /** The engine for a request, by its place among those that it knows; empty for none. */
    OptionalInt place(int request, long nowNanos);

    void firstToken(int request, long nowNanos);

    void finished(int request, long nowNanos);

    /** The engine did not take it. */
    void refused(int request, long nowNanos);

    /** When it wants to look at its clock next, or {@link #NEVER}. */
    long nextTickNanos();

    void tick();

    /** How a desk comes to be, once the engines are there. */
    @FunctionalInterface
    interface Opening {
        /**
         * @param engines those that prompts go to
         */
        Desk open(SimulatedFleet fleet, Trace trace, RequestTable requests, LeanEngine[] engines);
    }
}
