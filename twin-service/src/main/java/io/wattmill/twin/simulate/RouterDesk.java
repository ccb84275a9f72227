// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.placement.Observed;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.place.EngineState;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.place.VirtualRouter;
import io.wattmill.twin.trace.Trace;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The router's production placement, with what gateways and agents would tell it, and when. */
final class RouterDesk implements Desk {
    private static final long TICK_NANOS = 100_000_000;

    private final Trace trace;
    private final boolean prefixCache;
    private final RequestTable requests;
    private final LeanEngine[] engines;
    private final VirtualRouter router;
    private final long reportTicks;
    private final long progressTicks;
    private long ticks;

    private RouterDesk(
            SimulatedFleet fleet,
            Trace trace,
            RequestTable requests,
            LeanEngine[] engines,
            Placing.Routed how) {
        this.trace = trace;
        this.prefixCache = fleet.prefixCache();
        this.requests = requests;
        this.engines = engines;
        SimulatedFleet known =
                new SimulatedFleet(fleet.name(), fleet.entrances(), fleet.prefixCache());
        RouterSettings settings = how.settings();
        this.router =
                new VirtualRouter(
                        known,
                        settings,
                        how.policies(),
                        how.log(),
                        requests.size(),
                        states(engines));
        this.reportTicks = Math.max(1, settings.reportPeriod().toNanos() / TICK_NANOS);
        this.progressTicks = Math.max(1, settings.progressPeriod().toNanos() / TICK_NANOS);
    }

    /** Opens one. */
    record Opening(Placing.Routed how) implements Desk.Opening {
        @Override
        public Desk open(
                SimulatedFleet fleet, Trace trace, RequestTable requests, LeanEngine[] engines) {
            return new RouterDesk(fleet, trace, requests, engines, how);
        }
    }

    private static List<EngineState> states(LeanEngine[] engines) {
        return Arrays.stream(engines).<EngineState>map(Seen::new).toList();
    }

    /** An engine as its agent sees it. */
    private record Seen(LeanEngine engine) implements EngineState {
        @Override
        public int running() {
            return engine.running();
        }

        @Override
        public int waiting() {
            return engine.waiting();
        }

        @Override
        public long kvUsedTokens() {
            return engine.kvUsedTokens();
        }
    }

    @Override
    public OptionalInt place(int request, long nowNanos) {
        PrefixBlocks prefix =
                prefixCache
                        ? TraceBlocks.gatewayBlocks(trace.requests().get(request))
                        : PrefixBlocks.NONE;
        return router.place(
                request,
                requests.promptTokens(request),
                requests.outputTokens(request),
                prefix,
                nowNanos);
    }

    @Override
    public void firstToken(int request, long nowNanos) {
        router.firstToken(request, nowNanos);
    }

    @Override
    public void finished(int request, long nowNanos) {
        router.finished(
                request,
                new Observed.Finished(
                        requests.promptTokens(request),
                        requests.cachedTokens(request),
                        requests.outputTokens(request)),
                nowNanos);
    }

    @Override
    public void refused(int request, long nowNanos) {
        router.refused(request, nowNanos);
    }

    @Override
    public long nextTickNanos() {
        return (ticks + 1) * TICK_NANOS;
    }

    @Override
    public void tick() {
        ticks++;
        long now = ticks * TICK_NANOS;
        if (ticks % reportTicks == 0 || ticks % progressTicks == 0) {
            for (LeanEngine engine : engines) {
                engine.advance(now);
            }
        }
        if (ticks % progressTicks == 0) {
            for (LeanEngine engine : engines) {
                engine.progress((request, tokens) -> router.progress(request, tokens, now));
            }
        }
        if (ticks % reportTicks == 0) {
            router.report(now);
        }
        router.tick(now);
    }
}
