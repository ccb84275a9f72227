// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.responses;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.wattmill.gateway.dialect.responses.KeptResponse;
import io.wattmill.gateway.dialect.responses.ResponseKeeper;
import io.wattmill.gateway.responses.PostgresResponses.Extent;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.kit.vertx.Contexts;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Keeps responses, finds them again, and removes them. For any event loop; what it completes, it
 * completes on the caller's.
 */
public final class ResponseStore {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseStore.class);

    private final Vertx vertx;
    private final ResponsesConfig config;
    private final PostgresResponses responses;
    private final Sweeper sweeper;
    private final MeterRegistry metrics;
    private final Writes writes;

    /** Writes fail or are late: nobody is made to wait for one until one is in time again. */
    private volatile boolean troubled;

    /** A store in the schema that {@code pool} opens; sweeps from {@link #start} on. */
    public ResponseStore(Vertx vertx, ResponsesConfig config, Pool pool, MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.responses = new PostgresResponses(pool, config);
        this.sweeper = new Sweeper(vertx, config, responses, metrics);
        this.metrics = metrics;
        this.writes = new Writes(config);
        metrics.gauge("wattmill_responses_writing_bytes", writes, Writes::bytes);
    }

    /** Begins to sweep. */
    public void start() {
        sweeper.start();
    }

    /** Ends the sweeping; completes when what is being written is written, or is late. */
    public Future<Void> stop() {
        sweeper.stop();
        return writes.none(vertx, config.writeTimeout());
    }

    /** Responses being written, whose callers may still wait for the end of their answer. */
    public long writing() {
        return writes.number();
    }

    /** A response of a project; fails when that cannot be said in time. */
    public Future<Optional<byte[]>> find(String projectId, String id) {
        return inTime(responses.find(projectId, id), config.readTimeout());
    }

    /**
     * A response of a project and those that it was built on. {@code room} is asked for their bytes
     * before they are read; what it gave is the caller's to give back, however this ends.
     */
    public Future<Chain> chain(String projectId, String id, LongPredicate room) {
        return inTime(responses.extent(projectId, id), config.readTimeout())
                .compose(
                        extent ->
                                responses
                                        .tooLong(extent)
                                        .map(Future::succeededFuture)
                                        .orElseGet(() -> read(projectId, id, extent, room)))
                .onSuccess(
                        chain -> {
                            if (chain instanceof Chain.TooLong(String limit)) {
                                Limits.hit(metrics, limit);
                            }
                        });
    }

    private Future<Chain> read(String projectId, String id, Extent extent, LongPredicate room) {
        return room.test(extent.bytes())
                ? inTime(responses.chain(projectId, id), config.readTimeout())
                : Future.succeededFuture(new Chain.NoRoom());
    }

    /** Removes a response of a project, for good; whether it was there. */
    public Future<Boolean> delete(String projectId, String id) {
        return inTime(responses.delete(projectId, id), config.readTimeout());
    }

    private static <T> Future<T> inTime(Future<T> future, Duration limit) {
        return future.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Who keeps a response of {@code owner}.
     *
     * @param before ids of the responses that it builds on
     */
    public ResponseKeeper keeper(Owner owner, List<String> before) {
        return (response, told) -> keep(owner, response, before, told);
    }

    private void keep(
            Owner owner, KeptResponse response, List<String> before, Consumer<Boolean> told) {
        Optional<String> limit =
                response.bytes() > config.maxBytes()
                        ? Optional.of("responses.max-bytes")
                        : writes.begin(response.bytes());
        limit.ifPresentOrElse(
                reached -> {
                    Limits.hit(metrics, reached);
                    told.accept(false);
                },
                () -> write(owner, response, before, told));
    }

    private void write(
            Owner owner, KeptResponse response, List<String> before, Consumer<Boolean> told) {
        boolean waits = !troubled;
        Future<Void> written =
                Contexts.guarded(() -> responses.insert(owner, response, before))
                        .onComplete(_ -> writes.end(response.bytes()))
                        .onSuccess(_ -> sweeper.written(owner.projectId()));
        inTime(written, config.writeTimeout())
                .onComplete(
                        outcome -> {
                            count(owner, outcome.succeeded() ? null : outcome.cause());
                            if (waits) {
                                told.accept(outcome.succeeded());
                            }
                        });
        if (!waits) {
            told.accept(false);
        }
    }

    private void count(Owner owner, @Nullable Throwable cause) {
        troubled = cause != null;
        String outcome =
                cause == null ? "kept" : cause instanceof TimeoutException ? "late" : "failed";
        metrics.counter("wattmill_responses_written", "outcome", outcome).increment();
        if (cause instanceof TimeoutException) {
            Limits.hit(metrics, "responses.write-timeout");
        } else if (cause != null) {
            LOG.atWarn()
                    .addKeyValue("request_id", owner.requestId())
                    .setCause(cause)
                    .log("response not kept");
        }
    }
}
