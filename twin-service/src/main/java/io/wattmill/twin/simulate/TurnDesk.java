// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Trace;

import java.util.OptionalInt;

/** One engine after the other, whatever they do. */
final class TurnDesk implements Desk {
    private final int engines;
    private int next;

    private TurnDesk(int engines) {
        this.engines = engines;
    }

    /** Opens one. */
    static final class Opening implements Desk.Opening {
        @Override
        public Desk open(
                SimulatedFleet fleet, Trace trace, RequestTable requests, LeanEngine[] engines) {
            return new TurnDesk(engines.length);
        }
    }

    @Override
    public OptionalInt place(int request, long nowNanos) {
        return OptionalInt.of(next++ % engines);
    }

    @Override
    public void firstToken(int request, long nowNanos) {}

    @Override
    public void finished(int request, long nowNanos) {}

    @Override
    public void refused(int request, long nowNanos) {}

    @Override
    public long nextTickNanos() {
        return NEVER;
    }

    @Override
    public void tick() {}
}
