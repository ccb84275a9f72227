// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import java.util.function.LongSupplier;

/** Hears where each request went, and how long the router thought. */
public interface PlacementLog {
    /** Listens to nothing, and no clock is read. */
    PlacementLog NONE =
            new PlacementLog() {
                @Override
                public LongSupplier ticker() {
                    return () -> 0;
                }

                @Override
                public void placed(int request, int engine, long nanos) {}
            };

    /** The clock that decisions are timed by, nanoseconds. */
    LongSupplier ticker();

    /**
     * A request was placed.
     *
     * @param request its place in the trace
     * @param engine its place among the fleet's entrances
     * @param nanos that the decision took
     */
    void placed(int request, int engine, long nanos);
}
