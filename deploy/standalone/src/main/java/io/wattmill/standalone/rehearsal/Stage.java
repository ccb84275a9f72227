// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.rehearsal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcService;
import io.wattmill.contract.fleet.v1.NodeLinkService;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcService;
import io.wattmill.contract.meter.v1.MeterLinkService;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.stream.Feed;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What stands around an agent: the pages of a host, and a far end for both links. */
public final class Stage {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int MAX_MESSAGE_BYTES = 262_144;
    private static final int QUEUE = 64;
    private static final int IDLE_SECONDS = 60;
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final Map<String, Supplier<String>> texts;
    private final HttpServer pages;
    private final HttpServer links;
    private final AtomicLong reports = new AtomicLong();
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private volatile long wanted = Long.MAX_VALUE;

    /**
     * A stage that does not listen yet.
     *
     * @param texts pages by path, each made anew when it is asked for
     */
    public Stage(Vertx vertx, Map<String, Supplier<String>> texts) {
        this.vertx = vertx;
        this.texts = Map.copyOf(texts);
        var grpc = Rpc.server(vertx, MAX_MESSAGE_BYTES);
        grpc.addService(NodeLinkGrpcService.of(new Router()));
        grpc.addService(MeterLinkGrpcService.of(new Billing()));
        pages = vertx.createHttpServer().requestHandler(this::page);
        links =
                vertx.createHttpServer(Rpc.serverOptions(LOOPBACK, 0, IDLE_SECONDS))
                        .requestHandler(Rpc.handler(grpc));
    }

    /** Listens on free ports of the loopback. */
    public Future<Void> open() {
        return Future.all(pages.listen(0, LOOPBACK), links.listen()).mapEmpty();
    }

    /** Where router and billing are. */
    public int grpcPort() {
        return links.actualPort();
    }

    /** Where the pages are. */
    public URI host() {
        return URI.create("http://" + LOOPBACK + ":" + pages.actualPort());
    }

    /** Completes when billing has so many meter reports. */
    public CompletionStage<Void> reported(int count) {
        wanted = count;
        count(0);
        return enough;
    }

    private void count(int more) {
        if (reports.addAndGet(more) >= wanted) {
            enough.complete(null);
        }
    }

    private void page(HttpServerRequest request) {
        var text = texts.get(request.path());
        if (text == null) {
            request.response().setStatusCode(NOT_FOUND).end();
        } else {
            request.response().end(text.get());
        }
    }

    /** Accepts whoever comes. */
    private final class Router extends NodeLinkService {

        @Override
        public Future<ReadStream<NodeCommand>> connect(ReadStream<NodeMessage> messages) {
            Feed<NodeCommand> commands = Feed.of(vertx, QUEUE);
            messages.endHandler(_ -> commands.end());
            messages.handler(_ -> {});
            var accepted = NodeCommand.Accepted.getDefaultInstance();
            commands.offer(NodeCommand.newBuilder().setAccepted(accepted).build());
            return Future.succeededFuture(commands);
        }

        @Override
        protected void connect(ReadStream<NodeMessage> messages, WriteStream<NodeCommand> out) {
            Rpc.stream(this::connect, messages, out);
        }
    }

    /** Acknowledges whatever comes. */
    private final class Billing extends MeterLinkService {

        @Override
        public Future<ReadStream<MeterAck>> report(ReadStream<MeterReport> messages) {
            Feed<MeterAck> acks = Feed.of(vertx, QUEUE);
            messages.endHandler(_ -> acks.end());
            messages.handler(
                    report -> {
                        acks.offer(
                                MeterAck.newBuilder()
                                        .setBootId(report.getBootId())
                                        .setSequence(report.getSequence())
                                        .build());
                        count(1);
                    });
            return Future.succeededFuture(acks);
        }

        @Override
        protected void report(ReadStream<MeterReport> messages, WriteStream<MeterAck> out) {
            Rpc.stream(this::report, messages, out);
        }
    }
}
