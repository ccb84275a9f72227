// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.LoadProfile.Bin;
import io.wattmill.twin.simulate.kernel.LeanEngine;

import java.util.ArrayList;
import java.util.List;

/** Reads the engines' meters at the end of each bin. */
final class LoadMeter {
    private static final int MOST_BINS = 100_000;

    private final LeanEngine[] engines;
    private final double[] idleWatts;
    private final long binNanos;
    private final List<Bin> bins = new ArrayList<>();
    private long sinceNanos;
    private double joules;
    private double busyNanos;
    private double idleJoules;

    /**
     * @param idleWatts of each engine
     */
    LoadMeter(LeanEngine[] engines, double[] idleWatts, long binNanos) {
        this.engines = engines;
        this.idleWatts = idleWatts;
        this.binNanos = binNanos;
    }

    /** When the bin ends. */
    long nextNanos() {
        return bins.size() < MOST_BINS ? sinceNanos + binNanos : Long.MAX_VALUE;
    }

    /** The bin ends now; every event before it has happened. */
    void read(long nowNanos) {
        double nowJoules = 0;
        double nowBusy = 0;
        double nowIdle = 0;
        for (int i = 0; i < engines.length; i++) {
            LeanEngine engine = engines[i];
            engine.advance(nowNanos);
            nowIdle += idleWatts[i] * (nowNanos - engine.busyNanos(nowNanos)) / 1e9;
            nowJoules += engine.nanojoules(nowNanos) / 1e9;
            nowBusy += engine.busyNanos(nowNanos);
        }
        long nanos = nowNanos - sinceNanos;
        if (nanos > 0) {
            bins.add(
                    new Bin(
                            nanos,
                            (nowJoules - joules) / (nanos / 1e9),
                            (nowBusy - busyNanos) / ((double) nanos * engines.length),
                            (nowIdle - idleJoules) / (nanos / 1e9)));
        }
        sinceNanos = nowNanos;
        joules = nowJoules;
        busyNanos = nowBusy;
        idleJoules = nowIdle;
    }

    /** What was read. */
    LoadProfile profile() {
        return new LoadProfile(binNanos, bins);
    }
}
