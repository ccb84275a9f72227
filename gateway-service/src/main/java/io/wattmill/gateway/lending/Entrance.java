// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lending;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.admission.Admission.Outcome;
import io.wattmill.gateway.admission.Ask;
import io.wattmill.gateway.admission.Turn;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Ticker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Lets requests in. One whose budget is not in hand waits for billing's answer, for a bounded time
 * and among bounded many. For any event loop.
 */
public final class Entrance {

    private final Vertx vertx;
    private final LendingConfig config;
    private final Admission admission;
    private final LeaseKeeper keeper;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private long timer = -1;

    /** A request that waits, and the event loop that it belongs to. */
    private record Waiter(Ask ask, Consumer<Outcome> then, Context context, long deadlineNanos) {}

    /** The way in that {@code admission} watches; nobody may wait before {@link #start}. */
    public Entrance(
            Vertx vertx,
            LendingConfig config,
            Admission admission,
            LeaseKeeper keeper,
            Ticker ticker,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.admission = admission;
        this.keeper = keeper;
        this.ticker = ticker;
        this.metrics = metrics;
        metrics.gauge("wattmill_admission_waiting", waiting, AtomicInteger::get);
    }

    /** Begins to look after those who wait. */
    public void start() {
        timer = vertx.setPeriodic(config.tick().toMillis(), _ -> lookAgain());
        keeper.onAnswer(this::lookAgain);
    }

    /** Refuses those who wait; nobody may wait from then on. */
    public void stop() {
        vertx.cancelTimer(timer);
        for (Waiter waiter : taken()) {
            waiter.context().runOnContext(_ -> decide(waiter, Turn.LAST));
        }
    }

    /**
     * Decides on a request. {@code then} is called once, on the calling event loop: before this
     * returns, unless a lease has to be waited for. By then the caller may have left; its ticket
     * must be closed all the same.
     */
    public void admit(Ask ask, Consumer<Outcome> then) {
        Optional<Outcome> outcome = admission.admit(ask, Turn.FIRST);
        if (outcome.isPresent()) {
            decided(outcome.get(), then);
        } else {
            await(ask, then);
        }
    }

    private void await(Ask ask, Consumer<Outcome> then) {
        long deadline = ticker.nanos() + config.grantWait().toNanos();
        Waiter waiter = new Waiter(ask, then, vertx.getOrCreateContext(), deadline);
        boolean full = waiting.incrementAndGet() > config.maxWaiting();
        if (full) {
            Limits.hit(metrics, "lending.max-waiting");
        }
        if (full || keeper.isAway()) {
            decide(waiter, Turn.LAST);
        } else {
            waiters.add(waiter);
        }
        keeper.hurry();
    }

    /** Whether or not billing has answered: somebody may have begun to wait just after it did. */
    private void lookAgain() {
        for (Waiter waiter : taken()) {
            waiter.context().runOnContext(_ -> decide(waiter, turn(waiter)));
        }
    }

    private List<Waiter> taken() {
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<Waiter> all = new ArrayList<>();
        for (Waiter next = waiters.poll(); next != null; next = waiters.poll()) {
            all.add(next);
        }
        return all;
    }

    private Turn turn(Waiter waiter) {
        boolean late = ticker.nanos() - waiter.deadlineNanos() >= 0;
        return late || keeper.isAway() ? Turn.LAST : Turn.AGAIN;
    }

    private void decide(Waiter waiter, Turn turn) {
        Optional<Outcome> outcome = admission.admit(waiter.ask(), turn);
        if (outcome.isPresent()) {
            waiting.decrementAndGet();
            decided(outcome.get(), waiter.then());
        } else {
            waiters.add(waiter);
            keeper.hurry();
        }
    }

    private void decided(Outcome outcome, Consumer<Outcome> then) {
        if (outcome instanceof Outcome.Refused refused) {
            Limits.hit(metrics, refused.limit());
        }
        then.accept(outcome);
    }
}
