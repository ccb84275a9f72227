// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.vertx.Contexts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The claims that this gateway holds: kept up while their requests run, ended in PostgreSQL when
 * those end. An end that PostgreSQL does not take is tried again as long as a claim stands. There
 * are as many as requests in flight, which admission and the pool's queue bound. From any thread.
 */
final class ClaimKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimKeeper.class);

    /** Renewals that may fail before a claim runs out. */
    private static final int RENEWALS = 3;

    private final Vertx vertx;
    private final IdempotencyConfig config;
    private final PostgresClaims store;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Set<Future<?>> pending = ConcurrentHashMap.newKeySet();
    private final Map<UUID, Late> late = new ConcurrentHashMap<>();
    private long timer = -1;

    /** An end that was not taken. */
    private record Late(Supplier<Future<Boolean>> statement, Runnable done, long untilNanos) {}

    ClaimKeeper(
            Vertx vertx,
            IdempotencyConfig config,
            PostgresClaims store,
            Ticker ticker,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.store = store;
        this.ticker = ticker;
        this.metrics = metrics;
        metrics.gauge("wattmill_idempotency_claims", running, Set::size);
    }

    void start() {
        long every = Math.max(1, config.claim().toMillis() / RENEWALS);
        timer = vertx.setPeriodic(every, _ -> tick());
    }

    /** A request with a claim began. */
    void began(Claim claim) {
        running.add(claim.requestId());
    }

    /**
     * Ends a claim by {@code statement}, which says whether the claim was still ours. Completes
     * when it was tried once, and never fails; {@code done} runs when nothing more is tried.
     */
    Future<Void> end(Claim claim, Supplier<Future<Boolean>> statement, Runnable done) {
        return tried(claim.requestId(), new Late(statement, done, untilNanos()));
    }

    private long untilNanos() {
        return ticker.nanos() + config.claim().toNanos();
    }

    private Future<Void> tried(UUID requestId, Late end) {
        return tracked(end.statement())
                .onSuccess(ours -> over(requestId, end, ours))
                .onFailure(cause -> failed(requestId, end, cause))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void over(UUID requestId, Late end, boolean ours) {
        running.remove(requestId);
        end.done().run();
        count(ours ? "kept" : "lost");
    }

    private void failed(UUID requestId, Late end, Throwable cause) {
        if (ticker.nanos() - end.untilNanos() < 0) {
            late.put(requestId, end);
            return;
        }
        over(requestId, end, false);
        LOG.atWarn()
                .addKeyValue("request_id", requestId)
                .setCause(cause)
                .log("an answer could not be kept, its key runs out");
    }

    /** Gives a key free; when that fails its claim runs out. */
    Future<Void> free(Claim claim) {
        running.remove(claim.requestId());
        return tracked(() -> store.free(claim))
                .onSuccess(_ -> count("freed"))
                .onFailure(e -> LOG.atDebug().setCause(e).log("a key was not given free"))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void count(String end) {
        metrics.counter("wattmill_idempotency_claims_ended", "how", end).increment();
    }

    private <T> Future<T> tracked(Supplier<? extends Future<T>> statement) {
        Future<T> timed =
                Contexts.guarded(statement)
                        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        pending.add(timed);
        return timed.onComplete(_ -> pending.remove(timed));
    }

    private void tick() {
        List.copyOf(late.keySet()).forEach(this::tryAgain);
        if (!running.isEmpty()) {
            tracked(() -> store.renew(List.copyOf(running)))
                    .onFailure(
                            e -> {
                                metrics.counter("wattmill_idempotency_renewal_failures")
                                        .increment();
                                LOG.atDebug().setCause(e).log("claims not kept up");
                            });
        }
    }

    private void tryAgain(UUID requestId) {
        Late end = late.remove(requestId);
        if (end != null) {
            tried(requestId, end);
        }
    }

    /** Completes when what was begun has been tried. */
    Future<Void> settled() {
        return Future.join(List.copyOf(pending)).<Void>mapEmpty().otherwiseEmpty();
    }

    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return settled();
    }
}
