// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The port of one engine as its clients find it: open, closed with a slam, or open and silent. A
 * port that is opened again is the same one. Belongs to its node's context.
 */
final class EngineDoor {
    private final Vertx vertx;
    private final HttpServerOptions options;
    private final String host;
    private final Handler<HttpServerRequest> api;
    private final Set<HttpConnection> connections = new HashSet<>();
    private Optional<HttpServer> server = Optional.empty();
    private int port;
    private boolean silent;

    /**
     * A door that is closed.
     *
     * @param port to bind; 0 = any, and that one from then on
     */
    EngineDoor(
            Vertx vertx,
            HttpServerOptions options,
            String host,
            int port,
            Handler<HttpServerRequest> api) {
        this.vertx = vertx;
        this.options = options;
        this.host = host;
        this.port = port;
        this.api = api;
    }

    /** Completes when clients can connect; fails when another has taken the port. */
    Future<Void> open() {
        return vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::request)
                .listen(port, host)
                .onSuccess(
                        listening -> {
                            server = Optional.of(listening);
                            port = listening.actualPort();
                        })
                .mapEmpty();
    }

    /** Closes port and connections, the latter with a reset: answers end in the middle. */
    Future<Void> slam() {
        resetConnections();
        return close();
    }

    /** Closes the port. */
    Future<Void> close() {
        Optional<HttpServer> open = server;
        server = Optional.empty();
        return open.map(HttpServer::close).orElseGet(Future::succeededFuture);
    }

    /** From now on requests are accepted and never answered. */
    void fallSilent() {
        silent = true;
    }

    /** Answers again; whoever waited in vain is disconnected. */
    void speak() {
        silent = false;
        resetConnections();
    }

    int port() {
        return port;
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(_ -> connections.remove(connection));
    }

    private void request(HttpServerRequest request) {
        if (silent) {
            request.pause();
        } else {
            api.handle(request);
        }
    }

    private void resetConnections() {
        List.copyOf(connections).forEach(EngineDoor::reset);
        connections.clear();
    }

    /** Closing with no time to linger makes the kernel send a reset instead of a farewell. */
    private static void reset(HttpConnection connection) {
        if (connection instanceof ConnectionBase open) {
            open.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            open.channel().close();
        } else {
            connection.close();
        }
    }
}
