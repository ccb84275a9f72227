// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.PlacementGrpcClient;
import io.wattmill.contract.placement.v1.PlacementGrpcService;
import io.wattmill.contract.placement.v1.PlacementService;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.loop.RouterLoop;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Dispatcher;
import io.wattmill.router.placement.Observed;
import io.wattmill.router.rpc.Gathering;
import io.wattmill.router.rpc.PlacementEndpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What {@code Place} over gRPC adds: the same question in one process without a wire, over gRPC,
 * and over gRPC to a service that answers at once with a reply of the same size. In turn, on one
 * connection, one question at a time; caller and router have an event loop each.
 */
public final class PlaceOverGrpc {
    private static final int NODES = 64;
    private static final int BLOCKS = 128;
    private static final int AT_ONCE = 500;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Vertx server = Vertx.vertx();
    private final Vertx caller = Vertx.vertx();
    private final Random random = new Random(1);
    private final RouterLoop loop;
    private final PlacementService router;
    private PlaceReply usual = PlaceReply.getDefaultInstance();
    private int asked;

    private PlaceOverGrpc() {
        Dispatcher dispatcher = BusyRouter.fleetOf(NODES);
        long begin = System.nanoTime() - Samples.at(0).nanos();
        loop =
                new RouterLoop(
                        ((VertxInternal) server).createEventLoopContext(),
                        dispatcher,
                        () -> Samples.EPOCH_US,
                        () -> System.nanoTime() - begin,
                        _ -> {});
        router =
                new PlacementEndpoint(
                        server, loop, Metrics.registry(), new Gathering(0, 1_000), 256, BLOCKS);
    }

    /** Arguments: rounds (5), questions of each kind in a round (10,000). */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int questions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        PlaceOverGrpc program = new PlaceOverGrpc();
        program.run(rounds, questions);
        Await.await(program.caller.close());
        Await.await(program.server.close());
    }

    private void run(int rounds, int questions) {
        Placement placing = client(router);
        Placement echoing = client(new Echo());
        usual = Await.await(router.place(question()));
        for (int round = 0; round <= rounds; round++) {
            long[] alone = new long[questions];
            long[] echo = new long[questions];
            long[] place = new long[questions];
            for (int from = 0; from < questions; from += AT_ONCE) {
                int to = Math.min(questions, from + AT_ONCE);
                ask(router, true, alone, from, to);
                ask(echoing, false, echo, from, to);
                ask(placing, false, place, from, to);
            }
            print(round == 0 ? "warm-up" : "round " + round, alone, echo, place);
        }
    }

    private Placement client(PlacementService service) {
        RpcConfig anyPort = Configuration.defaults(RpcConfig.class);
        RpcEndpoint endpoint = new RpcEndpoint(server, "process.rpc", anyPort, TlsConfig.off());
        endpoint.on(loop.owner()).serve(PlacementGrpcService.of(service), Set.of("gateway"));
        Await.await(endpoint.start());
        return PlacementGrpcClient.create(
                Rpc.client(caller, 1 << 20, 1_000),
                SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()));
    }

    /** Answers at once. */
    private final class Echo extends PlacementService {
        @Override
        public Future<PlaceReply> place(PlaceRequest request) {
            return Future.succeededFuture(usual);
        }
    }

    /** One question after the other, on the router's own context or on the caller's. */
    private void ask(Placement whom, boolean beside, long[] nanos, int from, int to) {
        Promise<Void> done = Promise.promise();
        Context context = beside ? loop.owner() : caller.getOrCreateContext();
        context.runOnContext(_ -> next(whom, context, nanos, from, to, done));
        Await.await(done.future(), LIMIT);
    }

    private void next(
            Placement whom, Context on, long[] nanos, int at, int to, Promise<Void> done) {
        if (at == to) {
            done.complete();
            return;
        }
        PlaceRequest question = question();
        long start = System.nanoTime();
        whom.place(question)
                .onFailure(done::tryFail)
                .onSuccess(
                        _ -> {
                            nanos[at] = System.nanoTime() - start;
                            end(question);
                            on.runOnContext(_ -> next(whom, on, nanos, at + 1, to, done));
                        });
    }

    private PlaceRequest question() {
        PlaceRequest.Builder question =
                PlaceRequest.newBuilder()
                        .setRequestId("request-" + asked++)
                        .setAttempt(1)
                        .setModel(Samples.MODEL)
                        .setPromptTokens(BLOCKS * 256L)
                        .setMaxOutputTokens(400)
                        .setExpectedOutputTokens(200);
        random.longs(BLOCKS).forEach(question::addPrefixBlocks);
        return question.build();
    }

    private void end(PlaceRequest question) {
        Attempt attempt = new Attempt(question.getRequestId(), 1);
        loop.post(
                () ->
                        loop.run(
                                (dispatcher, now) ->
                                        dispatcher.observe(
                                                attempt, new Observed.Aborted(), 0, now)));
    }

    private static void print(String what, long[] alone, long[] echo, long[] place) {
        System.out.printf(
                Locale.ROOT,
                "%s: without a wire p50 %.1f us, echo %.1f us (p99 %.1f), place %.1f us (p99 %.1f):"
                        + " adds %.1f us, %.2f x echo%n",
                what,
                at(alone, 50),
                at(echo, 50),
                at(echo, 99),
                at(place, 50),
                at(place, 99),
                at(place, 50) - at(alone, 50),
                at(place, 50) / at(echo, 50));
    }

    private static double at(long[] nanos, int percent) {
        Arrays.sort(nanos);
        return nanos[(int) (nanos.length * (long) percent / 100)] / 1e3;
    }
}
