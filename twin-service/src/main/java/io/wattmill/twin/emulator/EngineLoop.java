// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.router.batch.Admission;
import io.wattmill.twin.emulator.engine.EmulatedEngine;
import io.wattmill.twin.emulator.engine.Job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Moves one engine in real time: one timer while it has work, none while it is idle. The schedule
 * is absolute, so lateness of a timer never adds up; whoever looks at the engine between two timers
 * finds it as of now. Belongs to one context.
 */
final class EngineLoop {
    private static final long NANOS_PER_MS = 1_000_000;

    private final Vertx vertx;
    private final Ticker ticker;
    private final Clock clock;
    private final Timer lateness;
    private final EmulatedEngine engine;
    private final int catchUpSteps;
    private Optional<Promise<Void>> emptied = Optional.empty();
    private long startedAtUs;
    private boolean armed;
    private boolean closed;
    private boolean moving;

    EngineLoop(ServiceContext services, Timer lateness, int catchUpSteps, EngineAt engineAt) {
        this.vertx = services.vertx();
        this.ticker = services.ticker();
        this.clock = services.clock();
        this.startedAtUs = clock.nowUs();
        this.lateness = lateness;
        this.catchUpSteps = catchUpSteps;
        this.engine = engineAt.at(ticker.nanos(), startedAtUs);
    }

    /** Makes an engine that begins at an instant, by the monotonic clock and by the wall's. */
    interface EngineAt {
        EmulatedEngine at(long nowNanos, long nowUs);
    }

    /**
     * Asks for jobs to be served from now on, all of them or none. No job hears of a token before
     * this has returned.
     *
     * @param jobs at least one
     * @return what became of the first one that was refused, else of the last one
     */
    Admission submit(List<Job> jobs) {
        catchUp();
        long now = ticker.nanos();
        for (int i = 0; i < jobs.size(); i++) {
            var admission = engine.submit(now, jobs.get(i));
            if (i + 1 == jobs.size() || !(admission instanceof Admission.Queued)) {
                giveBack(admission, jobs.subList(0, i));
                arm();
                return admission;
            }
        }
        throw new IllegalArgumentException("a request needs at least one sequence");
    }

    private void giveBack(Admission admission, List<Job> before) {
        if (!(admission instanceof Admission.Queued)) {
            before.forEach(job -> engine.abort(job.id()));
        }
    }

    /** Gives a job up. */
    void abort(long id) {
        catchUp();
        engine.abort(id);
        announceEmpty();
    }

    /** Everything that the engine does is lost, as when a process ends. */
    void lose() {
        engine.advance(ticker.nanos(), Integer.MAX_VALUE);
        engine.lose(ticker.nanos());
        startedAtUs = clock.nowUs();
        announceEmpty();
    }

    /** When what the engine counts began, epoch microseconds: its start, or its last loss. */
    long startedAtUs() {
        return startedAtUs;
    }

    /** Steps take this many times longer than the model says. */
    void slowDown(double factor) {
        catchUp();
        engine.slowDown(factor);
    }

    /** What the engine comes to at this instant. */
    <T> T look(Look<T> look) {
        catchUp();
        return look.at(engine, ticker.nanos());
    }

    /** A look at an engine as of an instant. */
    interface Look<T> {
        T at(EmulatedEngine engine, long nowNanos);
    }

    /** Completes when no job is left. */
    Future<Void> whenEmpty() {
        var promise = emptied.orElseGet(Promise::promise);
        emptied = Optional.of(promise);
        announceEmpty();
        return promise.future();
    }

    /** Ends no further step. */
    void close() {
        closed = true;
    }

    /** Whoever is called by a step that ends (a client that is cut off) finds the engine moving. */
    private boolean catchUp() {
        if (closed || moving) {
            return true;
        }
        moving = true;
        try {
            return engine.advance(ticker.nanos(), catchUpSteps);
        } finally {
            moving = false;
        }
    }

    private void turn() {
        armed = false;
        noteLateness();
        if (catchUp()) {
            arm();
        } else {
            yieldToOthers();
        }
        announceEmpty();
    }

    private void noteLateness() {
        var due = engine.nextDueNanos();
        if (due.isPresent() && due.getAsLong() <= ticker.nanos()) {
            lateness.record(ticker.nanos() - due.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private void yieldToOthers() {
        armed = true;
        vertx.runOnContext(_ -> turn());
    }

    private void arm() {
        var due = engine.nextDueNanos();
        if (armed || closed || due.isEmpty()) {
            return;
        }
        armed = true;
        long wait = Math.max(1, Math.ceilDiv(due.getAsLong() - ticker.nanos(), NANOS_PER_MS));
        vertx.setTimer(wait, _ -> turn());
    }

    private void announceEmpty() {
        if (engine.jobs() == 0) {
            emptied.ifPresent(Promise::tryComplete);
        }
    }
}
