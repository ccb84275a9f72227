// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Trace;

import java.util.List;
import java.util.OptionalInt;

/** Each request where a record says that it went, whatever the engines do. */
final class RecordedDesk implements Desk {
    private final List<Integer> engines;

    private RecordedDesk(List<Integer> engines) {
        this.engines = engines;
    }

    /** Opens one. */
    record Opening(Placing.Recorded record) implements Desk.Opening {
        @Override
        public Desk open(
                SimulatedFleet fleet, Trace trace, RequestTable requests, LeanEngine[] engines) {
            requireFits(requests.size(), engines.length);
            return new RecordedDesk(record.engines());
        }

        private void requireFits(int requests, int engines) {
            if (record.engines().size() != requests) {
                throw new IllegalArgumentException(
                        record.engines().size()
                                + " placements do not fit "
                                + requests
                                + " requests: there is one for each");
            }
            record.engines().forEach(engine -> requireIsThere(engine, engines));
        }

        private static void requireIsThere(int engine, int engines) {
            if (engine < 0 || engine >= engines) {
                throw new IllegalArgumentException(
                        "a request was placed on engine "
                                + engine
                                + "; the fleet has 0 to "
                                + (engines - 1));
            }
        }
    }

    @Override
    public OptionalInt place(int request, long nowNanos) {
        return OptionalInt.of(engines.get(request));
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
