// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.kernel.StepCost;
import io.wattmill.twin.simulate.kernel.Submission;
import io.wattmill.twin.simulate.kernel.TokenListener;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The state of one run: the requests in columns, the engines, and what became of each request. */
final class FleetRun {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final int WATCH_EVERY = 1_024;
    private static final long WATCH_EVERY_NANOS = 100_000_000;

    final RequestTable requests;
    final LeanEngine[] engines;
    final ArrivalQueue arrivals;
    private final Fate[] fates;
    private final Watch watch;
    private int looks;
    private long lookedNanos;

    FleetRun(SimulatedFleet fleet, Trace trace, Watch watch, TokenListener listener) {
        this.requests = table(trace, fleet.prefixCache());
        this.engines = engines(fleet, requests, trace.blockTokens(), listener);
        this.fates = new Fate[requests.size()];
        Arrays.fill(fates, Fate.NOT_ARRIVED);
        this.arrivals = new ArrivalQueue(requests, trace.chains());
        this.watch = watch;
    }

    private static RequestTable table(Trace trace, boolean prefixCache) {
        List<TraceRequest> from = trace.requests();
        RequestTable table = new RequestTable(from.size());
        for (int i = 0; i < from.size(); i++) {
            TraceRequest request = from.get(i);
            table.put(
                    i,
                    request.arrivalUs() * NANOS_PER_MICRO,
                    request.inputTokens(),
                    request.outputTokens());
            if (prefixCache) {
                table.blocks(i, TraceBlocks.wholeBlocks(request));
            }
        }
        return table;
    }

    private static LeanEngine[] engines(
            SimulatedFleet fleet, RequestTable requests, int blockTokens, TokenListener listener) {
        Map<Kind, StepCost> costs = new HashMap<>();
        return fleet.everyEngine().stream()
                .map(
                        engine ->
                                new LeanEngine(
                                        costs.computeIfAbsent(Kind.of(engine), Kind::cost),
                                        TraceBlocks.limits(engine.limits(), blockTokens),
                                        requests,
                                        listener))
                .toArray(LeanEngine[]::new);
    }

    /** Engines of one kind share a table of step times. */
    private record Kind(EngineModel model, int maxRunning) {
        static Kind of(FleetEngine engine) {
            return new Kind(engine.model(), engine.limits().maxRunning());
        }

        StepCost cost() {
            return new StepCost(model, maxRunning);
        }
    }

    /** Whether the run may go on; asks every so many events, and every tenth of a second. */
    boolean goesOn(long nowNanos) {
        boolean many = (looks++ & WATCH_EVERY - 1) == 0;
        if (!many && nowNanos - lookedNanos < WATCH_EVERY_NANOS) {
            return true;
        }
        lookedNanos = nowNanos;
        return watch.goOn(arrivals.arrived(), requests.size(), nowNanos);
    }

    /** Hands a request to an engine. */
    Submission submit(int request, LeanEngine engine, long now) {
        engine.advance(now);
        Submission submission = engine.submit(request, now);
        fates[request] =
                switch (submission) {
                    case QUEUED -> Fate.ACCEPTED;
                    case TOO_LONG -> Fate.TOO_LONG;
                    case QUEUE_FULL -> Fate.QUEUE_FULL;
                };
        return submission;
    }

    /** The router had no engine for it. */
    void unplaced(int request) {
        fates[request] = Fate.UNPLACED;
    }

    /**
     * What it came to.
     *
     * @param reachedNanos no engine is further
     */
    SimulationRun result(
            SimulatedFleet fleet,
            Trace trace,
            boolean whole,
            long reachedNanos,
            long linkNanos,
            LoadProfile profile) {
        return new SimulationRun(
                fleet,
                trace,
                requests,
                fates,
                List.of(engines),
                whole,
                reachedNanos,
                linkNanos,
                profile);
    }
}
