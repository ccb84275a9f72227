// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.gateway.watch.Backoff;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.vertx.Contexts;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells the router what becomes of what it placed, on one stream that is opened again whenever it
 * ends. The router forgets what it hears nothing of, so an observation that is lost costs it
 * accuracy for a while and nothing else.
 */
public final class Observer {

    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
    private static final long GATHER_MS = 2;

    /** A stream that is open this long is one that a router hears. */
    private static final long HEARD_MS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final Placement placement;
    private final String gatewayId;
    private final int capacity;
    private final MeterRegistry metrics;
    private final Backoff backoff;
    private volatile boolean stopped;
    private final Queue<Observation> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean due = new AtomicBoolean();
    private Optional<Feed<Observation>> feed = Optional.empty();
    private final OwedEnds owed;
    private boolean away;

    /** An observer of one gateway, on a context of its own. */
    public Observer(
            Vertx vertx,
            Placement placement,
            String gatewayId,
            int capacity,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.placement = placement;
        this.gatewayId = gatewayId;
        this.capacity = capacity;
        this.metrics = metrics;
        this.owed = new OwedEnds(capacity);
        this.backoff = new Backoff(MIN_PAUSE, MAX_PAUSE, new SplittableRandom());
    }

    /** Opens the stream. */
    public void start() {
        context.runOnContext(_ -> connect());
    }

    /** Ends the stream. */
    public void stop() {
        stopped = true;
        context.runOnContext(
                _ -> {
                    pass();
                    feed.ifPresent(Feed::end);
                });
    }

    /**
     * Sends one observation; from any thread. Ends of attempts have as many places again as all.
     * What is told within {@link #GATHER_MS} goes together: waking another event loop for each
     * would cost more than the observation (measured: 8 % of the gateway's time).
     */
    void tell(Observation.Builder observation) {
        int most = OwedEnds.isEnd(observation.getEventCase()) ? 2 * capacity : capacity;
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            Limits.hit(metrics, "relay.max-observations");
            return;
        }
        told.add(observation.setGatewayId(gatewayId).build());
        passSoon();
    }

    private void passSoon() {
        if (due.compareAndSet(false, true)) {
            vertx.setTimer(GATHER_MS, _ -> context.runOnContext(_ -> pass()));
        }
    }

    private void pass() {
        due.set(false);
        if (!away && !owed.pay(this::offer)) {
            passSoon();
        }
        for (Observation next = told.poll(); next != null; next = told.poll()) {
            Observation heard = next;
            waiting.decrementAndGet();
            if (!isTold(heard) && !owed.keep(heard)) {
                untold();
            }
        }
    }

    /** What is told to a stream that ends at once is lost, so that ends wait for one that lasts. */
    private boolean isTold(Observation heard) {
        return !(away && OwedEnds.isEnd(heard.getEventCase())) && offer(heard);
    }

    private boolean offer(Observation heard) {
        return feed.map(now -> now.offer(heard)).orElse(false);
    }

    /** The stream is full, or there is none now. */
    private void untold() {
        if (feed.filter(now -> !now.isOver()).isPresent()) {
            Limits.hit(metrics, "relay.max-observations");
        } else {
            metrics.counter("wattmill_observations_unsent").increment();
        }
    }

    private void connect() {
        if (stopped) {
            return;
        }
        Feed<Observation> fresh = Feed.on(context, capacity);
        feed = Optional.of(fresh);
        vertx.setTimer(HEARD_MS, _ -> context.runOnContext(_ -> heard(fresh)));
        vertx.setTimer(MAX_PAUSE.toMillis(), _ -> lasted(fresh));
        Contexts.guarded(() -> placement.observe(fresh))
                .onComplete(result -> context.runOnContext(_ -> ended(fresh, result.cause())));
    }

    private void heard(Feed<Observation> opened) {
        if (isOpen(opened)) {
            away = false;
            pass();
        }
    }

    private boolean isOpen(Feed<Observation> one) {
        return feed.filter(now -> now == one && !now.isOver()).isPresent();
    }

    /** A stream that outlives the longest pause has worked: the next pause is short again. */
    private void lasted(Feed<Observation> opened) {
        if (isOpen(opened)) {
            backoff.reset();
        }
    }

    private void ended(Feed<Observation> old, @Nullable Throwable cause) {
        old.end();
        if (!stopped) {
            metrics.counter("wattmill_observe_disconnects").increment();
            // Once for an outage: the router may be away for long, and is asked every few seconds.
            (away ? LOG.atDebug() : LOG.atWarn())
                    .setCause(cause)
                    .log("the router's observation stream ended");
            away = true;
            vertx.setTimer(backoff.next(), _ -> connect());
        }
    }
}
