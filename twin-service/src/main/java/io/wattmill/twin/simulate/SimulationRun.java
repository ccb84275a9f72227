// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.trace.Trace;

import java.util.List;

/** What a simulation came to, request by request and engine by engine. */
public final class SimulationRun {
    private final SimulatedFleet fleet;
    private final Trace trace;
    private final RequestTable requests;
    private final Fate[] fates;
    private final List<LeanEngine> engines;
    private final boolean whole;
    private final long reachedNanos;
    private final long linkNanos;
    private final LoadProfile profile;

    SimulationRun(
            SimulatedFleet fleet,
            Trace trace,
            RequestTable requests,
            Fate[] fates,
            List<LeanEngine> engines,
            boolean whole,
            long reachedNanos,
            long linkNanos,
            LoadProfile profile) {
        this.fleet = fleet;
        this.trace = trace;
        this.requests = requests;
        this.fates = fates;
        this.engines = engines;
        this.whole = whole;
        this.reachedNanos = reachedNanos;
        this.linkNanos = linkNanos;
        this.profile = profile;
    }

    /** What it ran on. */
    public SimulatedFleet fleet() {
        return fleet;
    }

    /** What was asked of it. */
    public Trace trace() {
        return trace;
    }

    /** The requests, by their place in the trace. */
    public RequestTable requests() {
        return requests;
    }

    /** What became of a request. */
    public Fate fate(int request) {
        return fates[request];
    }

    /** The engines, in the fleet's order, where the run left them. */
    public List<LeanEngine> engines() {
        return engines;
    }

    /** Whether the trace was run to its end. */
    public boolean whole() {
        return whole;
    }

    /**
     * The last token, or the last arrival when that was later; of a run that was ended early, when
     * it was: its engines are that far.
     */
    public long endNanos() {
        long end = reachedNanos;
        for (int i = 0; i < requests.size(); i++) {
            boolean arrived = fates[i] != Fate.NOT_ARRIVED;
            end = Math.max(end, arrived ? requests.arrivalNanos(i) : 0);
            end = Math.max(end, requests.endNanos(i));
        }
        return end;
    }

    /** Microjoules of all GPUs from 0 to the end, idle time included, rounded down. */
    public long microjoules() {
        long end = endNanos();
        return engines.stream().mapToLong(engine -> engine.nanojoules(end)).sum() / 1_000;
    }

    /** Time in which KV caches travelled between engines, of all links together. */
    public long linkNanos() {
        return linkNanos;
    }

    /** How the fleet was loaded over time; without bins when nobody asked. */
    public LoadProfile profile() {
        return profile;
    }

    /** Sequences that lost their place in a KV cache. */
    public long preemptions() {
        return engines.stream().mapToLong(LeanEngine::preemptions).sum();
    }
}
