// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcClient;
import io.wattmill.contract.placement.v1.PlacementGrpcClient;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A router that listens on a port of its own, with time in the test's hand. */
final class RouterHarness implements AutoCloseable {
    static final String SECRET = "join-me";
    private static final int CONNECT_MS = 60_000;
    private static final RpcConfig PORT = Configuration.defaults(RpcConfig.class);

    final Vertx vertx = Vertx.vertx();
    final FakeTicker ticker = new FakeTicker();
    final FakeClock clock = new FakeClock();
    // Vert.x closes a client that nobody refers to.
    private final List<GrpcClient> clients = new ArrayList<>();
    final ServiceContext context = ServiceContext.of(vertx).with(clock, ticker);
    private RpcEndpoint endpoint = new RpcEndpoint(vertx, "process.rpc", PORT, context.tls());
    private final String more;
    RouterService router;

    RouterHarness() {
        this("");
    }

    /**
     * @param more settings of the section, as YAML that is indented by two
     */
    RouterHarness(String more) {
        this.more = more;
        this.router = start(Map.of());
    }

    private RouterService start(Map<String, String> environment) {
        String yaml =
                """
                router:
                  drain-timeout: 100ms
                  fleet:
                    watch-period: 5ms
                    snapshot-period: 20ms
                    join-secret: %s
                """
                                .formatted(SECRET)
                        + more;
        RouterConfig config =
                Configuration.parse(yaml, environment).section("router", RouterConfig.class);
        RouterService service = new RouterService(context, config);
        Await.await(service.start());
        endpoint = new RpcEndpoint(vertx, "process.rpc", PORT, context.tls());
        service.serveOn(endpoint);
        Await.await(endpoint.start());
        return service;
    }

    /** The router dies and another takes its place, knowing nothing. */
    void restart() {
        restart(Map.of());
    }

    /** And with other settings. */
    void restart(Map<String, String> environment) {
        stop();
        router = start(environment);
    }

    private SocketAddress address() {
        return SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host());
    }

    private void stop() {
        Await.await(router.stop());
        Await.await(endpoint.stop());
    }

    NodeLinkGrpcClient links() {
        return NodeLinkGrpcClient.create(client(), address());
    }

    PlacementGrpcClient placement() {
        return PlacementGrpcClient.create(client(), address());
    }

    private GrpcClient client() {
        GrpcClient client = Rpc.client(vertx, 1 << 20, CONNECT_MS);
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        stop();
        Await.await(vertx.close());
    }
}
