// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerResponse;
import io.vertx.grpc.server.StatusException;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Function;

/**
 * gRPC as the house uses it. Two traps of vertx-grpc 5.0.7 are closed here: its generated streaming
 * stubs swallow a failed future ({@link #stream}), and its message limit counts compressed bytes,
 * so compressed requests are refused ({@link #handler}).
 */
public final class Rpc {

    private static final Logger LOG = LoggerFactory.getLogger(Rpc.class);

    private Rpc() {}

    /**
     * A failure that reaches the caller with this status and message. The message must hold no
     * secret.
     */
    public static <T> Future<T> failure(GrpcStatus status, String message) {
        return Future.failedFuture(new StatusException(status, message));
    }

    /** A server whose messages are at most {@code maxMessageBytes}. */
    public static GrpcServer server(Vertx vertx, int maxMessageBytes) {
        return GrpcServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(maxMessageBytes));
    }

    /** Mounts a server on HTTP/2 and refuses any request that announces compression. */
    public static Handler<HttpServerRequest> handler(GrpcServer server) {
        return request -> {
            String encoding = request.getHeader("grpc-encoding");
            if (encoding == null || encoding.equals("identity")) {
                server.handle(request);
            } else {
                refuse(request, GrpcStatus.UNIMPLEMENTED, "compressed messages are refused");
            }
        };
    }

    /**
     * As {@link #handler(GrpcServer)}, behind a gate that knows which services may call which
     * methods.
     */
    public static Handler<HttpServerRequest> handler(GrpcServer server, PeerGate gate) {
        Handler<HttpServerRequest> open = handler(server);
        return request -> {
            if (gate.admits(request)) {
                open.handle(request);
            } else {
                refuse(
                        request,
                        GrpcStatus.PERMISSION_DENIED,
                        "this certificate may not call this method");
            }
        };
    }

    private static void refuse(HttpServerRequest request, GrpcStatus status, String message) {
        request.response()
                .putHeader("content-type", "application/grpc")
                .putHeader("grpc-status", Integer.toString(status.code))
                .putHeader("grpc-message", message)
                .end();
    }

    /** Options of an HTTP/2 clear-text server for {@link #handler}. */
    public static HttpServerOptions serverOptions(String host, int port, int idleTimeoutSeconds) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setIdleTimeout(idleTimeoutSeconds);
    }

    /** As {@link #serverOptions(String, int, int)}, with mutual TLS when it is enabled. */
    public static HttpServerOptions serverOptions(
            String host, int port, int idleTimeoutSeconds, TlsConfig tls) {
        return Tls.secure(serverOptions(host, port, idleTimeoutSeconds), tls);
    }

    /**
     * A clear-text client on one HTTP/2 connection per peer; messages are at most {@code
     * maxMessageBytes}.
     */
    public static GrpcClient client(Vertx vertx, int maxMessageBytes, int connectTimeoutMs) {
        return client(vertx, maxMessageBytes, connectTimeoutMs, TlsConfig.off());
    }

    /**
     * As {@link #client(Vertx, int, int)}, with mutual TLS and host names verified when it is
     * enabled.
     */
    public static GrpcClient client(
            Vertx vertx, int maxMessageBytes, int connectTimeoutMs, TlsConfig tls) {
        HttpClientOptions http =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setConnectTimeout(connectTimeoutMs);
        GrpcClientOptions grpc = new GrpcClientOptions().setMaxMessageSize(maxMessageBytes);
        return GrpcClient.client(vertx, grpc, Tls.secure(http, tls));
    }

    /**
     * Sends a stream that may fail before it begins. Call it from the overridden {@code protected
     * void method(request, WriteStream)} of a generated service.
     */
    public static <T> void stream(Future<ReadStream<T>> replies, WriteStream<T> response) {
        replies.onSuccess(
                        stream -> {
                            stream.exceptionHandler(cause -> end(response, cause));
                            stream.pipe()
                                    .endOnFailure(false)
                                    .to(response)
                                    .onFailure(cause -> end(response, cause));
                        })
                .onFailure(cause -> end(response, cause));
    }

    /** As {@link #stream}, for methods that take a request stream. */
    public static <Q, T> void stream(
            Function<ReadStream<Q>, Future<ReadStream<T>>> method,
            ReadStream<Q> requests,
            WriteStream<T> response) {
        try {
            stream(method.apply(requests), response);
        } catch (RuntimeException e) {
            end(response, e);
        }
    }

    private static void end(WriteStream<?> response, Throwable cause) {
        if (response instanceof GrpcServerResponse<?, ?> server) {
            boolean told = cause instanceof StatusException;
            server.status(told ? ((StatusException) cause).status() : GrpcStatus.UNAVAILABLE)
                    .statusMessage(told ? ((StatusException) cause).message() : "the stream failed")
                    .end()
                    .onFailure(
                            e ->
                                    LOG.atDebug()
                                            .setCause(e)
                                            .log("the caller was gone before the failure"));
        }
    }
}
