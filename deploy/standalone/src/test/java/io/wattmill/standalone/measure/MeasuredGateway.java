// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.GatewayService;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.RouterService;

import java.net.URI;

/**
 * The process that is measured: a gateway with its router inside, as `router.mode: embedded` has
 * it. Settings come as `WATTMILL_*` variables.
 */
final class MeasuredGateway {
    private static final int CONNECT_TIMEOUT_MS = 2_000;

    private MeasuredGateway() {}

    /** Arguments: event loops (0: as many as Vert.x likes), ports of the ledger and of billing. */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var context = ServiceContext.of(vertx(Integer.parseInt(words[0])));
        var configuration = Configuration.parse("", System.getenv());
        var router =
                new RouterService(context, configuration.section("router", RouterConfig.class));
        var links =
                new RpcEndpoint(
                        context.vertx(),
                        "process.rpc",
                        Configuration.defaults(RpcConfig.class),
                        context.tls());
        router.serveOn(links);
        Await.await(router.start().compose(_ -> links.start()), Parent.START_LIMIT);
        var billing = URI.create("http://127.0.0.1:" + words[2]);
        var gateway =
                new GatewayService(
                        context,
                        configuration.section("gateway", GatewayConfig.class),
                        router.placement(),
                        ledger(context.vertx(), Integer.parseInt(words[1])),
                        new Backends(billing, billing),
                        BackOffice.SEAL);
        Await.await(gateway.start(), Parent.START_LIMIT);
        var keys = Await.await(gateway.bootstrapKeys(), Parent.START_LIMIT).orElseThrow();
        parent.tell(
                links.port(),
                gateway.httpAddress().getPort(),
                keys.developerKey(),
                keys.adminKey());
        parent.outlive();
    }

    private static Vertx vertx(int eventLoops) {
        var options = new VertxOptions().setPreferNativeTransport(true);
        return Vertx.vertx(eventLoops == 0 ? options : options.setEventLoopPoolSize(eventLoops));
    }

    private static Ledger ledger(Vertx vertx, int port) {
        var limit = Configuration.defaults(RpcConfig.class).maxMessageBytes();
        return LedgerGrpcClient.create(
                Rpc.client(vertx, limit, CONNECT_TIMEOUT_MS),
                SocketAddress.inetSocketAddress(port, "127.0.0.1"));
    }
}
