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
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcClient;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcClient;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.stream.Feed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Calls a service over HTTP/2, on a connection of its own for each call: when a stream is given up
 * its connection goes with it, so that a half-dead one is never used again. The connection is
 * pinged and is dead when nothing comes back. A received message is at most 256 KiB, vertx-grpc's
 * own bound.
 */
public final class GrpcDialer<Q, R> implements Dialer<Q, R> {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcDialer.class);
    private static final Buffer PING = Buffer.buffer("wattmill");

    /** One generated client method. */
    interface Method<Q, R> {
        Future<ReadStream<R>> call(GrpcClient client, SocketAddress peer, ReadStream<Q> requests);
    }

    private final Vertx vertx;
    private final SocketAddress peer;
    private final LinkConfig config;
    private final Method<Q, R> method;

    private GrpcDialer(Vertx vertx, URI peer, LinkConfig config, Method<Q, R> method) {
        this.vertx = vertx;
        this.peer = SocketAddress.inetSocketAddress(peer.getPort(), peer.getHost());
        this.config = config;
        this.method = method;
    }

    /** To the router at {@code http://host:port}. */
    public static Dialer<NodeMessage, NodeCommand> router(
            Vertx vertx, URI router, LinkConfig config) {
        return new GrpcDialer<>(
                vertx,
                router,
                config,
                (client, peer, requests) ->
                        NodeLinkGrpcClient.create(client, peer).connect(requests));
    }

    /** To billing at {@code http://host:port}. */
    public static Dialer<MeterReport, MeterAck> billing(
            Vertx vertx, URI billing, LinkConfig config) {
        return new GrpcDialer<>(
                vertx,
                billing,
                config,
                (client, peer, requests) ->
                        MeterLinkGrpcClient.create(client, peer).report(requests));
    }

    @Override
    public Call<R> dial(Feed<Q> requests) {
        HttpClient http =
                vertx.httpClientBuilder()
                        .with(options())
                        .withConnectHandler(this::keepPinging)
                        .build();
        GrpcClient client = GrpcClient.client(vertx, http);
        return new Call<>(method.call(client, peer, requests), () -> hangUp(requests, http));
    }

    /** The pipe must not write to a stream that is gone: vertx throws where it should fail. */
    private static void hangUp(Feed<?> requests, HttpClient http) {
        requests.handler(null);
        http.close().onFailure(e -> LOG.atDebug().setCause(e).log("client did not close"));
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout((int) config.silenceLimit().toMillis());
    }

    private void keepPinging(HttpConnection connection) {
        long timer =
                vertx.setPeriodic(
                        config.pingPeriod().toMillis(),
                        _ -> connection.ping(PING).onFailure(_ -> connection.close()));
        connection.closeHandler(_ -> vertx.cancelTimer(timer));
    }
}
