// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.kernel.LeanEngine;
import io.wattmill.twin.simulate.kernel.Submission;
import io.wattmill.twin.simulate.kernel.TokenListener;
import io.wattmill.twin.trace.Trace;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run in the order of virtual time, so that nobody hears of a token before it came: engines by
 * their next event, then what is periodic, then what travels between engines, then what arrives.
 */
final class OrderedRun implements TokenListener {
    private static final long NEVER = Long.MAX_VALUE;

    private final SimulatedFleet fleet;
    private final Trace trace;
    private final FleetRun run;
    private final Desk desk;
    private final EngineClocks clocks;
    private final Optional<Handover> handover;
    private final LoadMeter meter;
    private long nowNanos;

    OrderedRun(
            SimulatedFleet fleet, Trace trace, Desk.Opening opening, Watch watch, long binNanos) {
        this.fleet = fleet;
        this.trace = trace;
        this.run = new FleetRun(fleet, trace, watch, this);
        LeanEngine[] entrances = Arrays.copyOf(run.engines, fleet.entrances().size());
        this.handover =
                fleet.prefill().map(pool -> new Handover(pool, run.requests, decodingRoom(fleet)));
        this.desk = opening.open(fleet, trace, run.requests, entrances);
        this.clocks = new EngineClocks(run.engines.length);
        this.meter = new LoadMeter(run.engines, idleWatts(fleet), binNanos);
    }

    private static double[] idleWatts(SimulatedFleet fleet) {
        return fleet.everyEngine().stream()
                .mapToDouble(engine -> engine.model().idlePowerMilliwatts() / 1e3)
                .toArray();
    }

    private static long decodingRoom(SimulatedFleet fleet) {
        return fleet.engines().stream().mapToLong(FleetEngine::longestContext).min().orElseThrow();
    }

    SimulationRun run() {
        while (run.goesOn(nowNanos)) {
            if (!step()) {
                return result(true);
            }
        }
        return result(false);
    }

    /** Lets the next thing happen; false when nothing is left. */
    private boolean step() {
        long event = clocks.soonestNanos();
        long transfer = handover.isPresent() ? handover.get().nextNanos() : NEVER;
        long arrival = run.arrivals.nextNanos();
        long soonest = Math.min(event, Math.min(transfer, arrival));
        if (soonest == NEVER) {
            return false;
        }
        long periodic = Math.min(desk.nextTickNanos(), meter.nextNanos());
        nowNanos = Math.min(soonest, periodic);
        if (event == nowNanos) {
            move(clocks.soonest(), event);
        } else if (periodic == nowNanos) {
            look();
        } else if (transfer == nowNanos) {
            receive(transfer);
        } else {
            arrive(run.arrivals.take(), arrival);
        }
        return true;
    }

    private void look() {
        if (desk.nextTickNanos() == nowNanos) {
            desk.tick();
        } else {
            meter.read(nowNanos);
        }
    }

    private SimulationRun result(boolean whole) {
        meter.read(nowNanos);
        return run.result(
                fleet,
                trace,
                whole,
                nowNanos,
                handover.isPresent() ? handover.get().linkNanos() : 0,
                meter.profile());
    }

    private void move(int engine, long toNanos) {
        run.engines[engine].advance(toNanos);
        clocks.set(engine, run.engines[engine].nextEventNanos());
    }

    private void receive(long nowNanos) {
        Handover way = handover.orElseThrow();
        int request = way.receive();
        int engine = way.leastLoaded(run.engines);
        if (run.submit(request, run.engines[engine], nowNanos) == Submission.QUEUED) {
            clocks.set(engine, run.engines[engine].nextEventNanos());
        }
    }

    private void arrive(int request, long nowNanos) {
        OptionalInt placed = desk.place(request, nowNanos);
        if (placed.isEmpty()) {
            run.unplaced(request);
            return;
        }
        int engine = placed.getAsInt();
        if (handover.isPresent()) {
            handover.get().sent(request, engine);
        }
        if (run.submit(request, run.engines[engine], nowNanos) == Submission.QUEUED) {
            clocks.set(engine, run.engines[engine].nextEventNanos());
        } else {
            desk.refused(request, nowNanos);
        }
    }

    @Override
    public void firstToken(int request, long atNanos) {
        desk.firstToken(request, atNanos);
    }

    @Override
    public void finished(int request, long atNanos) {
        if (handover.isEmpty()) {
            desk.finished(request, atNanos);
            run.arrivals.ended(request, atNanos);
            return;
        }
        Handover way = handover.get();
        boolean first = !way.hasLeft(request);
        if (first) {
            desk.finished(request, atNanos);
        }
        if (first && way.goesOn(request)) {
            way.send(request, atNanos);
        } else {
            run.arrivals.ended(request, atNanos);
        }
    }
}
