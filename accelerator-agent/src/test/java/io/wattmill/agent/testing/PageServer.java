// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.testing.Await;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An HTTP server on a free port of the loopback whose pages can be changed at any time. */
public final class PageServer {

    private final Map<String, Consumer<HttpServerRequest>> pages = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpServer server;

    /** Listens. */
    public PageServer(Vertx vertx) {
        server =
                Await.await(
                        vertx.createHttpServer()
                                .connectionHandler(_ -> connections.incrementAndGet())
                                .requestHandler(this::handle)
                                .listen(0, "127.0.0.1"));
    }

    /** Answers a path with this text from now on. */
    public PageServer page(String path, String text) {
        return page(path, request -> request.response().end(text));
    }

    /** Answers a path like this from now on. */
    public PageServer page(String path, Consumer<HttpServerRequest> answer) {
        pages.put(path, answer);
        return this;
    }

    /** The address of a path. */
    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    /** Requests so far. */
    public int requests() {
        return requests.get();
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** Closes the server and its connections. */
    public void close() {
        Await.await(server.close());
    }

    private void handle(HttpServerRequest request) {
        requests.incrementAndGet();
        pages.getOrDefault(request.path(), r -> r.response().setStatusCode(404).end())
                .accept(request);
    }
}
