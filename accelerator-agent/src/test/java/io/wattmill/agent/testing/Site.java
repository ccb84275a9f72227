// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.server.GrpcServer;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcService;
import io.wattmill.contract.meter.v1.MeterLinkGrpcService;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FreePort;
import io.wattmill.kit.tls.PeerGate;
import io.wattmill.kit.tls.TlsConfig;

import java.util.Set;

/** A gRPC server with both ends, which can go away and come back on the same port. */
public final class Site {

    private static final int MAX_MESSAGE_BYTES = 65_536;
    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final RouterEnd router;
    private final BillingEnd billing;
    private final TlsConfig tls;
    private HttpServer server;

    /** Listens on a free port. */
    public Site(Vertx vertx, RouterEnd router, BillingEnd billing) {
        this(vertx, router, billing, TlsConfig.off());
    }

    /** As above, under a certificate. */
    public Site(Vertx vertx, RouterEnd router, BillingEnd billing, TlsConfig tls) {
        this.tls = tls;
        this.vertx = vertx;
        this.router = router;
        this.billing = billing;
        this.server = listen(FreePort.next());
    }

    /** Where it listens. */
    public SocketAddress address() {
        return SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
    }

    /** Goes away; connections break. */
    public void close() {
        Await.await(server.close());
    }

    /** Comes back. */
    public void reopen() {
        server = listen(server.actualPort());
    }

    private HttpServer listen(int port) {
        GrpcServer grpc = Rpc.server(vertx, MAX_MESSAGE_BYTES);
        grpc.addService(NodeLinkGrpcService.of(router));
        grpc.addService(MeterLinkGrpcService.of(billing));
        return Await.await(
                vertx.createHttpServer(Rpc.serverOptions("127.0.0.1", port, IDLE_SECONDS, tls))
                        .requestHandler(Rpc.handler(grpc, PeerGate.only(tls, Set.of("agent"))))
                        .listen());
    }
}
