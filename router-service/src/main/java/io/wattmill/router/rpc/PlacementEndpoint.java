// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.PlacementService;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.loop.RouterLoop;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.PlacementRequest;

import java.util.concurrent.atomic.AtomicLong;

/** The Placement service. May be called from any context. */
public final class PlacementEndpoint extends PlacementService {
    /** Observations of one stream that may be on their way to the owner's context. */
    private static final long OBSERVATIONS_AT_ONCE = 256;

    private final Vertx vertx;
    private final RouterLoop loop;
    private final RequestParser parser;
    private final PlacementMetrics metrics;
    private final Gathering gathering;

    /**
     * @param gathering how long after its start the router may not know every model yet
     * @param expectedOutputTokens of a request that does not tell
     * @param prefixBlocks most blocks of a prompt's beginning that are looked at
     */
    public PlacementEndpoint(
            Vertx vertx,
            RouterLoop loop,
            MeterRegistry registry,
            Gathering gathering,
            int expectedOutputTokens,
            int prefixBlocks) {
        this.vertx = vertx;
        this.loop = loop;
        this.parser = new RequestParser(expectedOutputTokens, prefixBlocks);
        this.metrics = new PlacementMetrics(registry);
        this.gathering = gathering;
    }

    @Override
    public Future<PlaceReply> place(PlaceRequest asked) {
        if (parser.isCut(asked)) {
            metrics.prefixCut();
        }
        return switch (parser.parse(asked)) {
            case RequestParser.Reading.Asked(PlacementRequest request, boolean tellsLength) ->
                    loop.call(
                            (router, now) ->
                                    place(
                                            router,
                                            tellsLength ? request : router.lengthened(request),
                                            now));
            case RequestParser.Reading.Refused(String message) ->
                    Rpc.failure(GrpcStatus.INVALID_ARGUMENT, message);
        };
    }

    private PlaceReply place(Dispatcher router, PlacementRequest request, Moment now) {
        if (router.isFull()) {
            metrics.full();
        }
        Placement placement = gathering.seen(router.place(request, now), now.nanos());
        long tookNanos = loop.nanos() - now.nanos();
        metrics.decided(request.model(), placement, tookNanos);
        loop.settleSoon();
        return ReplyWriter.reply(placement, request, tookNanos);
    }

    /** Takes observations until the gateway ends the stream. */
    @Override
    public Future<ObserveSummary> observe(ReadStream<Observation> observations) {
        Context caller = vertx.getOrCreateContext();
        Promise<ObserveSummary> summary = Promise.promise();
        AtomicLong received = new AtomicLong();
        observations.pause();
        observations.exceptionHandler(summary::tryFail);
        // What was told before the end is on its way to the loop: it is counted when it got there.
        observations.endHandler(
                _ -> loop.post(() -> caller.runOnContext(_ -> end(summary, received.get()))));
        observations.handler(
                told ->
                        loop.post(
                                () -> {
                                    received.incrementAndGet();
                                    observe(told);
                                    caller.runOnContext(_ -> observations.fetch(1));
                                }));
        observations.fetch(OBSERVATIONS_AT_ONCE);
        return summary.future();
    }

    private static void end(Promise<ObserveSummary> summary, long received) {
        summary.tryComplete(ObserveSummary.newBuilder().setReceived(received).build());
    }

    private void observe(Observation told) {
        if (told.hasBreaker()) {
            metrics.breaker(told.getBreaker().getState());
            return;
        }
        RequestParser.observed(told)
                .flatMap(
                        observed ->
                                loop.run(
                                        (router, now) ->
                                                router.observe(
                                                        RequestParser.attempt(told),
                                                        RequestParser.engine(told),
                                                        observed,
                                                        told.getAtUs(),
                                                        now)))
                .ifPresent(metrics::learned);
    }
}
