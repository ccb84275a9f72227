// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.simulate.place.PlacementLog;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** Where each request of a run went, and how long each decision took. Not thread-safe. */
final class Decisions implements PlacementLog {
    /** Of a request that was not placed. */
    static final int NOWHERE = -1;

    private final LongSupplier clock;
    private final int[] engines;
    private final long[] nanos;
    private int count;

    Decisions(int requests, LongSupplier clock) {
        this.clock = clock;
        this.engines = new int[requests];
        this.nanos = new long[requests];
        Arrays.fill(engines, NOWHERE);
    }

    @Override
    public LongSupplier ticker() {
        return clock;
    }

    @Override
    public void placed(int request, int engine, long took) {
        engines[request] = engine;
        nanos[count++] = took;
    }

    /** The engine of a request, by its place in the fleet, or {@link #NOWHERE}. */
    int engine(int request) {
        return engines[request];
    }

    /** Of all decisions, ascending. */
    long[] nanos() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
