// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.vertx.Contexts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/**
 * Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}, and the pages that a
 * process adds, to GET only.
 */
final class OpsServer {

    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    private static final int UNAVAILABLE = 503;

    /** Before those that are there from the beginning. */
    private static final int FIRST = -1;

    private final HttpServer server;
    private final Router router;

    private OpsServer(HttpServer server, Router router) {
        this.server = server;
        this.router = router;
    }

    static Future<OpsServer> start(ServiceContext context, ProcessConfig.Ops config) {
        Router router = Router.router(context.vertx());
        router.get("/health/live").handler(call -> Health.liveHandler().handle(call.request()));
        router.get("/health/ready")
                .handler(call -> context.health().readyHandler().handle(call.request()));
        router.get("/metrics")
                .handler(call -> Metrics.scrapeHandler(context.metrics()).handle(call.request()));
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setIdleTimeout(Math.toIntExact(config.idleTimeout().toSeconds()));
        return context.vertx()
                .createHttpServer(options)
                .requestHandler(router)
                .listen()
                .map(server -> new OpsServer(server, router));
    }

    /** Adds a page, in place of one that has this path already. A failure is a 503. */
    void show(String path, String contentType, Supplier<Future<String>> page) {
        router.get(path)
                .order(FIRST)
                .handler(
                        call ->
                                Contexts.guarded(page)
                                        .onSuccess(text -> answer(call, contentType, text))
                                        .onFailure(cause -> refuse(call, cause)));
    }

    private static void answer(RoutingContext call, String contentType, String text) {
        if (!call.response().closed()) {
            call.response()
                    .putHeader("content-type", contentType)
                    .end(text)
                    .onFailure(e -> LOG.atDebug().setCause(e).log("a page's reader has left"));
        }
    }

    private static void refuse(RoutingContext call, Throwable cause) {
        LOG.atDebug().addKeyValue("path", call.request().path()).setCause(cause).log("no page");
        call.response().setStatusCode(UNAVAILABLE);
        answer(call, "text/plain", String.valueOf(cause.getMessage()));
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }
}
