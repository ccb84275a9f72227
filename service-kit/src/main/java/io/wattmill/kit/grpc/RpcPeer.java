// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Another process, called over one HTTP/2 connection that is opened when it is needed and opened
 * again after it broke. The connection is pinged, and is dead when nothing comes back: calls and
 * streams on it fail then, also when the other side vanished without a word. A received message is
 * at most 256 KiB, vertx-grpc's own bound.
 */
public final class RpcPeer {

    private static final Logger LOG = LoggerFactory.getLogger(RpcPeer.class);
    private static final Buffer PING = Buffer.buffer("wattmill");

    private final Vertx vertx;
    private final SocketAddress address;
    private final CallsConfig config;
    // Held here: Vert.x closes clients that nobody refers to.
    private final HttpClient http;
    private final GrpcClient grpc;

    /** A peer that is not connected yet. */
    public RpcPeer(Vertx vertx, SocketAddress address, CallsConfig config, TlsConfig tls) {
        this.vertx = vertx;
        this.address = address;
        this.config = config;
        this.http =
                vertx.httpClientBuilder()
                        .with(Tls.secure(options(config), tls))
                        .with(new PoolOptions().setMaxWaitQueueSize(config.maxWaiting()))
                        .withConnectHandler(this::keepPinging)
                        .build();
        this.grpc = GrpcClient.client(vertx, http);
    }

    private static HttpClientOptions options(CallsConfig config) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(Math.toIntExact(config.silenceLimit().toMillis()));
    }

    private void keepPinging(HttpConnection connection) {
        long timer =
                vertx.setPeriodic(
                        config.pingPeriod().toMillis(),
                        _ -> connection.ping(PING).onFailure(_ -> connection.close()));
        connection.closeHandler(_ -> vertx.cancelTimer(timer));
    }

    /**
     * A call with one message each way. Connecting and the call itself take at most the deadline
     * each.
     */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q message, Duration deadline) {
        long millis = deadline.toMillis();
        return grpc.request(address, method)
                .timeout(millis, TimeUnit.MILLISECONDS)
                .compose(request -> answer(request, message, millis));
    }

    /** A call that is late is cancelled, or it would hold its stream until the connection ends. */
    private static <Q, R> Future<R> answer(
            GrpcClientRequest<Q, R> request, Q message, long limitMs) {
        return request.timeout(limitMs, TimeUnit.MILLISECONDS)
                .end(message)
                .compose(_ -> request.response())
                .compose(GrpcClientResponse::last)
                .timeout(limitMs, TimeUnit.MILLISECONDS)
                .onFailure(_ -> request.cancel());
    }

    /** As {@link #call(ServiceMethod, Object, Duration)}, with the deadline of all calls. */
    public <Q, R> Future<R> call(ServiceMethod<R, Q> method, Q message) {
        return call(method, message, config.deadline());
    }

    /** Sends a stream; completes with the answer to all of it, or fails when the call breaks. */
    public <Q, R> Future<R> send(ServiceMethod<R, Q> method, ReadStream<Q> messages) {
        return begin(method, messages).compose(GrpcClientResponse::last);
    }

    /**
     * Streams both ways; completes when the other side begins to answer. The answers end when the
     * call does, however it does.
     */
    public <Q, R> Future<ReadStream<R>> exchange(
            ServiceMethod<R, Q> method, ReadStream<Q> messages) {
        return begin(method, messages).compose(RpcPeer::accepted);
    }

    private <Q, R> Future<GrpcClientResponse<Q, R>> begin(
            ServiceMethod<R, Q> method, ReadStream<Q> messages) {
        messages.pause();
        return grpc.request(address, method)
                .compose(
                        request -> {
                            messages.pipe().to(new CallSink<>(request)).onFailure(RpcPeer::notSent);
                            return request.response();
                        });
    }

    private static <Q, R> Future<ReadStream<R>> accepted(GrpcClientResponse<Q, R> response) {
        GrpcStatus status = response.status();
        return status == null || status == GrpcStatus.OK
                ? Future.succeededFuture(response)
                : Future.failedFuture(new InvalidStatusException(GrpcStatus.OK, status));
    }

    /** The call's own failure is what its caller hears. */
    private static void notSent(Throwable cause) {
        LOG.atDebug().setCause(cause).log("a stream was cut while it was sent");
    }

    /** Closes the connection. */
    public Future<Void> close() {
        return http.close();
    }
}
