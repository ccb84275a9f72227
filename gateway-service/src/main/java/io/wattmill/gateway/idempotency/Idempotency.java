// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.idempotency;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.gateway.idempotency.PostgresClaims.Taken;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.time.Ticker;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who asked what under which key, and what was answered. For any event loop; futures complete on
 * that of the caller.
 */
public final class Idempotency {

    /** A larger body is hashed by a worker: 64 KiB take an event loop about 0.1 ms. */
    private static final int INLINE_BYTES = 65_536;

    /** A key may be given free between the claim and the look at who has it. */
    private static final int TRIES = 3;

    private final Vertx vertx;
    private final IdempotencyConfig config;
    private final MeterRegistry metrics;
    private final PostgresClaims store;
    private final Occupancy occupancy;
    private final ClaimKeeper claims;
    private final Sweeper sweeper;
    private final AtomicLong held = new AtomicLong();

    /**
     * Over the schema that {@code pool} opens; nothing is asked of it before {@link #start}.
     *
     * @param gatewayId the gateway's lasting name: what its earlier runs left running is over
     */
    public Idempotency(
            Vertx vertx,
            IdempotencyConfig config,
            Pool pool,
            String gatewayId,
            Ticker ticker,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
        this.store = new PostgresClaims(pool, config, gatewayId, UUID.randomUUID());
        this.occupancy = new Occupancy(config.maxProjectKeys(), config.maxProjectBytes());
        this.claims = new ClaimKeeper(vertx, config, store, ticker, metrics);
        this.sweeper = new Sweeper(vertx, config, store, occupancy, metrics);
        metrics.gauge("wattmill_idempotency_held_bytes", held, AtomicLong::get);
    }

    /** Longest key that is taken, characters. */
    public int maxKeyChars() {
        return config.maxKeyChars();
    }

    /** Frees what earlier runs of this gateway had claimed, and begins to keep claims up. */
    public Future<Void> start() {
        claims.start();
        return sweeper.start();
    }

    /** Completes when every answer that was given is kept, or was tried to be. */
    public Future<Void> settled() {
        return claims.settled();
    }

    /** Ends it: claims that still stand run out. */
    public Future<Void> stop() {
        sweeper.stop();
        return claims.stop();
    }

    /**
     * How a request stands to those that named its key before. Fails when PostgreSQL does not say
     * in time; then nothing is claimed.
     */
    public Future<Standing> claim(Asked asked) {
        return hashed(asked)
                .compose(
                        claim -> {
                            boolean room = occupancy.hasKeys(claim.projectId());
                            return room ? take(claim, TRIES) : look(claim);
                        })
                .onSuccess(standing -> count(standing.getClass().getSimpleName()))
                .onFailure(_ -> count("unavailable"));
    }

    private void count(String standing) {
        metrics.counter(
                        "wattmill_idempotency_requests",
                        "standing",
                        standing.toLowerCase(Locale.ROOT))
                .increment();
    }

    private Future<Claim> hashed(Asked asked) {
        return asked.body().length <= INLINE_BYTES
                ? Future.succeededFuture(asked.claim())
                : vertx.executeBlocking(asked::claim, false);
    }

    /** A claim that comes too late for its caller is given up again. */
    private Future<Standing> take(Claim claim, int tries) {
        Future<Taken> asked = store.claim(claim);
        return asked.timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(_ -> asked.onSuccess(taken -> freeIfOurs(claim, taken)))
                .compose(taken -> standing(claim, taken, tries));
    }

    /** Nobody was told of it, so it was not counted either. */
    private void freeIfOurs(Claim claim, Taken taken) {
        if (taken instanceof Taken.Ours) {
            claims.free(claim);
        }
    }

    private Future<Standing> standing(Claim claim, Taken taken, int tries) {
        return switch (taken) {
            case Taken.Ours(Optional<String> before) ->
                    Future.succeededFuture(first(claim, before));
            case Taken.Theirs(Optional<Row> row) when row.isPresent() ->
                    Future.succeededFuture(standing(row.get()));
            case Taken.Theirs _ ->
                    tries > 1
                            ? take(claim, tries - 1)
                            : Future.succeededFuture(new Standing.Running());
        };
    }

    private Standing first(Claim claim, Optional<String> before) {
        claims.began(claim);
        occupancy.keys(claim.projectId(), 1);
        return new Standing.First(new Tape(this, claim), before);
    }

    private static Standing standing(Row row) {
        if (!row.getBoolean("same")) {
            return new Standing.Different();
        }
        String requestId = row.getUUID("request_id").toString();
        return switch (row.getString("state")) {
            case "running" -> new Standing.Running();
            case "kept" ->
                    new Standing.Answered(
                            new Answer(
                                    requestId,
                                    row.getString("content_type"),
                                    row.getBuffer("answer")));
            case String state -> new Standing.Forgotten(requestId, NotKept.of(state).why());
        };
    }

    /** The project may have no more keys; those that it has still stand. */
    private Future<Standing> look(Claim claim) {
        return store.read(claim)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .map(
                        taken ->
                                taken instanceof Taken.Theirs(Optional<Row> row) && row.isPresent()
                                        ? standing(row.get())
                                        : full());
    }

    private Standing full() {
        Limits.hit(metrics, "idempotency.max-project-keys");
        return new Standing.Full();
    }

    /**
     * Room for {@code more} bytes of an answer that has {@code have}; why not, when there is none.
     */
    Optional<NotKept> hold(long have, long more) {
        if (have + more > config.maxAnswerBytes()) {
            Limits.hit(metrics, "idempotency.max-answer-bytes");
            return Optional.of(NotKept.TOO_LARGE);
        }
        if (held.addAndGet(more) > config.maxHeldBytes()) {
            held.addAndGet(-more);
            Limits.hit(metrics, "idempotency.max-held-bytes");
            return Optional.of(NotKept.NO_MEMORY);
        }
        return Optional.empty();
    }

    /** Gives room back. */
    void letGo(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Keeps an answer. Completes when it was tried; what fails is tried again for a while. */
    Future<Void> keep(Claim claim, Answer answer) {
        long bytes = answer.bytes().length();
        if (!occupancy.tryTake(claim.projectId(), bytes)) {
            Limits.hit(metrics, "idempotency.max-project-bytes");
            letGo(bytes);
            return forget(claim, NotKept.PROJECT_FULL);
        }
        return claims.end(
                claim,
                () -> store.keep(claim, answer),
                () -> {
                    occupancy.arrived(claim.projectId(), bytes);
                    letGo(bytes);
                });
    }

    /** Notes that there was an answer which is not kept. */
    Future<Void> forget(Claim claim, NotKept reason) {
        return claims.end(claim, () -> store.forget(claim, reason), () -> {});
    }

    /** Gives a key free for which nothing was answered. */
    Future<Void> free(Claim claim) {
        occupancy.keys(claim.projectId(), -1);
        return claims.free(claim);
    }
}
