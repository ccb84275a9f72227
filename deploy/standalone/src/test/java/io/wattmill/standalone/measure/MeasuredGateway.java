// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.PlacementGrpcClient;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.GatewayService;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.router.RouterConfig;

import java.net.URI;

/**
 * The process that is measured: a gateway with its router inside, as `router.mode: embedded` has
 * it, or with one elsewhere. Settings come as `WATTMILL_*` variables.
 */
final class MeasuredGateway {
    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final String LOOPBACK = "127.0.0.1";

    private final ServiceContext context;
    private final Configuration configuration = Configuration.parse("", System.getenv());

    private MeasuredGateway(int eventLoops) {
        context = ServiceContext.of(vertx(eventLoops));
    }

    /**
     * Arguments: event loops (0: as many as Vert.x likes), ports of the ledger, of billing, and of
     * the router (0: it is in here). Tells the port of the router, its own, and its keys; then, for
     * every line, what it keeps in memory.
     */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var process = new MeasuredGateway(Integer.parseInt(words[0]));
        int elsewhere = Integer.parseInt(words[3]);
        var placed = elsewhere == 0 ? process.inside() : process.remote(elsewhere);
        var gateway = process.gateway(placed.placement(), words[1], words[2]);
        Await.await(gateway.start(), Parent.START_LIMIT);
        var keys = Await.await(gateway.bootstrapKeys(), Parent.START_LIMIT).orElseThrow();
        parent.tell(
                placed.port(),
                gateway.httpAddress().getPort(),
                keys.developerKey(),
                keys.adminKey());
        parent.outlive(Footprint::answer);
    }

    private record Placed(Placement placement, int port) {}

    private Placed inside() {
        var served =
                MeasuredRouter.serve(context, configuration.section("router", RouterConfig.class));
        return new Placed(served.router().placement(), served.links().port());
    }

    private Placed remote(int port) {
        return new Placed(PlacementGrpcClient.create(client(), at(port)), port);
    }

    private GatewayService gateway(Placement placement, String ledger, String billing) {
        var http = URI.create("http://" + LOOPBACK + ":" + billing);
        return new GatewayService(
                context,
                configuration.section("gateway", GatewayConfig.class),
                placement,
                LedgerGrpcClient.create(client(), at(Integer.parseInt(ledger))),
                new Backends(http, http),
                BackOffice.SEAL);
    }

    static Vertx vertx(int eventLoops) {
        var options = new VertxOptions().setPreferNativeTransport(true);
        return Vertx.vertx(eventLoops == 0 ? options : options.setEventLoopPoolSize(eventLoops));
    }

    private GrpcClient client() {
        var limit = Configuration.defaults(RpcConfig.class).maxMessageBytes();
        return Rpc.client(context.vertx(), limit, CONNECT_TIMEOUT_MS);
    }

    private static SocketAddress at(int port) {
        return SocketAddress.inetSocketAddress(port, LOOPBACK);
    }
}
