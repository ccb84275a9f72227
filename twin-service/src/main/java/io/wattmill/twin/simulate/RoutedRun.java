// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.placement.Observed;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.RequestTable;
import io.wattmill.twin.simulate.kernel.Submission;
import io.wattmill.twin.simulate.kernel.TokenListener;
import io.wattmill.twin.simulate.place.EngineState;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.place.VirtualRouter;
import io.wattmill.twin.trace.Trace;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A run in which the router places. Everything happens in the order of virtual time, so that the
 * router never hears of a token before it came: engines by their next event, then what is periodic,
 * then the arrival.
 */
final class RoutedRun implements TokenListener {
    private static final long TICK_NANOS = 100_000_000;

    private final SimulatedFleet fleet;
    private final Trace trace;
    private final FleetRun run;
    private final VirtualRouter router;
    private final EngineClocks clocks;
    private final long reportTicks;
    private final long progressTicks;
    private long ticks;

    RoutedRun(SimulatedFleet fleet, Trace trace, RouterSettings settings, Watch watch) {
        this.fleet = fleet;
        this.trace = trace;
        this.run = new FleetRun(fleet, trace, watch, this);
        this.router = new VirtualRouter(fleet, settings, run.requests.size(), states(run.engines));
        this.clocks = new EngineClocks(run.engines.length);
        this.reportTicks = Math.max(1, settings.reportPeriod().toNanos() / TICK_NANOS);
        this.progressTicks = Math.max(1, settings.progressPeriod().toNanos() / TICK_NANOS);
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

    SimulationRun run() {
        int count = run.requests.size();
        int next = 0;
        while (next < count && run.goesOn(next)) {
            passTo(run.requests.arrivalNanos(next));
            arrive(next);
            next++;
        }
        boolean whole = next == count;
        while (whole && clocks.soonestNanos() != LeanEngine.NEVER) {
            passTo(clocks.soonestNanos());
        }
        return run.result(fleet, trace, whole);
    }

    private void passTo(long nowNanos) {
        while (true) {
            long tick = (ticks + 1) * TICK_NANOS;
            long event = clocks.soonestNanos();
            if (Math.min(tick, event) > nowNanos) {
                return;
            }
            if (event <= tick) {
                move(clocks.soonest(), event);
            } else {
                tick(tick);
            }
        }
    }

    private void move(int engine, long toNanos) {
        run.engines[engine].advance(toNanos);
        clocks.set(engine, run.engines[engine].nextEventNanos());
    }

    private void tick(long nowNanos) {
        ticks++;
        if (ticks % reportTicks == 0 || ticks % progressTicks == 0) {
            for (LeanEngine engine : run.engines) {
                engine.advance(nowNanos);
            }
        }
        if (ticks % progressTicks == 0) {
            for (LeanEngine engine : run.engines) {
                engine.progress((request, tokens) -> router.progress(request, tokens, nowNanos));
            }
        }
        if (ticks % reportTicks == 0) {
            router.report(nowNanos);
        }
        router.tick(nowNanos);
    }

    private void arrive(int request) {
        long now = run.requests.arrivalNanos(request);
        OptionalInt engine =
                router.place(
                        request,
                        run.requests.promptTokens(request),
                        run.requests.outputTokens(request),
                        fleet.prefixCache()
                                ? TraceBlocks.gatewayBlocks(trace.requests().get(request))
                                : PrefixBlocks.NONE,
                        now);
        if (engine.isEmpty()) {
            run.unplaced(request);
        } else if (run.submit(request, run.engines[engine.getAsInt()]) == Submission.QUEUED) {
            clocks.set(engine.getAsInt(), run.engines[engine.getAsInt()].nextEventNanos());
        } else {
            router.refused(request, now);
        }
    }

    @Override
    public void firstToken(int request, long atNanos) {
        router.firstToken(request, atNanos);
    }

    @Override
    public void finished(int request, long atNanos) {
        RequestTable requests = run.requests;
        router.finished(
                request,
                new Observed.Finished(
                        requests.promptTokens(request),
                        requests.cachedTokens(request),
                        requests.outputTokens(request)),
                atNanos);
    }
}
