// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.Pipe;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcClient;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcClient;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * Calls a service over HTTP/2, on a connection of its own for each call: when a stream is given up
 * its connection goes with it, so that a half-dead one is never used again. Certificates are read
 * for each call too, so that a renewed one is used from the next on. The connection is pinged and
 * is dead when nothing comes back. A received message is at most 256 KiB, vertx-grpc's own bound.
 */
public final class GrpcDialer<Q, R> implements Dialer<Q, R> {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcDialer.class);
    private static final Buffer PING = Buffer.buffer("wattmill");

    private final Vertx vertx;
    private final TlsConfig tls;
    private final SocketAddress peer;
    private final LinkConfig config;
    private final ServiceMethod<R, Q> method;

    private GrpcDialer(
            ServiceContext services,
            SocketAddress peer,
            LinkConfig config,
            ServiceMethod<R, Q> method) {
        this.vertx = services.vertx();
        this.tls = services.tls();
        this.peer = peer;
        this.config = config;
        this.method = method;
    }

    /** To the router. */
    public static Dialer<NodeMessage, NodeCommand> router(
            ServiceContext services, SocketAddress router, LinkConfig config) {
        return new GrpcDialer<>(services, router, config, NodeLinkGrpcClient.Connect);
    }

    /** To billing. */
    public static Dialer<MeterReport, MeterAck> billing(
            ServiceContext services, SocketAddress billing, LinkConfig config) {
        return new GrpcDialer<>(services, billing, config, MeterLinkGrpcClient.Report);
    }

    @Override
    public Call<R> dial(Feed<Q> requests) {
        HttpClient http =
                vertx.httpClientBuilder()
                        .with(options())
                        .withConnectHandler(this::keepPinging)
                        .build();
        return new Call<>(
                call(GrpcClient.client(vertx, http), requests), () -> hangUp(requests, http));
    }

    /** As the generated client does, but a refusal keeps the words in which it was given. */
    private Future<ReadStream<R>> call(GrpcClient client, Feed<Q> requests) {
        Pipe<Q> pipe = requests.pipe();
        return client.request(peer, method)
                .onSuccess(request -> pipe.to(request).onFailure(GrpcDialer::broke))
                .onFailure(_ -> pipe.close())
                .compose(GrpcClientRequest::response)
                .compose(GrpcDialer::taken);
    }

    /** The replies end with it, and that is acted on. */
    private static void broke(Throwable cause) {
        LOG.atDebug().setCause(cause).log("a stream to a peer broke");
    }

    private static <Q, R> Future<ReadStream<R>> taken(GrpcClientResponse<Q, R> response) {
        GrpcStatus status = response.status();
        return status == null || status == GrpcStatus.OK
                ? Future.succeededFuture(response)
                : Future.failedFuture(status.name() + ": " + response.statusMessage());
    }

    /** The pipe must not write to a stream that is gone: vertx throws where it should fail. */
    private static void hangUp(Feed<?> requests, HttpClient http) {
        requests.handler(null);
        http.close().onFailure(e -> LOG.atDebug().setCause(e).log("client did not close"));
    }

    private HttpClientOptions options() {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setReadIdleTimeout((int) config.silenceLimit().toMillis());
        return Tls.secure(options, tls);
    }

    private void keepPinging(HttpConnection connection) {
        long timer =
                vertx.setPeriodic(
                        config.pingPeriod().toMillis(),
                        _ -> connection.ping(PING).onFailure(_ -> connection.close()));
        connection.closeHandler(_ -> vertx.cancelTimer(timer));
    }
}
