// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}, to GET only. */
final class OpsServer {

    private final HttpServer server;

    private OpsServer(HttpServer server) {
        this.server = server;
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
                .map(OpsServer::new);
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }
}
