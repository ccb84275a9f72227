// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.Peers;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

class RpcEndpointTest {

    private static final int MAX_MESSAGE_BYTES = 1_024;
    private static final int CONNECT_MS = 60_000;

    private final Vertx vertx = Vertx.vertx();

    /** Vert.x closes a client that nobody refers to. */
    private final List<GrpcClient> clients = new ArrayList<>();

    private final TestAuthority site;
    private final int port;

    /** Answers with the caller's name in place of the currency. */
    private static final class WhoAmI extends LedgerService {

        @Override
        public Future<RateCardReply> rateCard(RateCardRequest request) {
            String caller = Peers.current().map(PeerIdentity::name).orElse("nobody");
            return Future.succeededFuture(
                    RateCardReply.newBuilder()
                            .setCard(RateCard.newBuilder().setCurrency(caller))
                            .build());
        }
    }

    RpcEndpointTest(@TempDir Path folder) {
        site = new TestAuthority(folder, "site");
        TlsConfig tls = site.issue(new PeerIdentity("billing", "b1"), "127.0.0.1");
        RpcConfig config = Configuration.defaults(RpcConfig.class);
        RpcEndpoint endpoint =
                new RpcEndpoint(vertx, "billing.grpc", config, tls)
                        .serve(LedgerGrpcService.of(new WhoAmI()), Set.of("gateway"));
        Await.await(endpoint.start());
        port = endpoint.port();
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Future<String> ask(TlsConfig tls) {
        return ask(tls, port);
    }

    private Future<String> ask(TlsConfig tls, int at) {
        GrpcClient client = Rpc.client(vertx, MAX_MESSAGE_BYTES, CONNECT_MS, tls);
        clients.add(client);
        return LedgerGrpcClient.create(client, SocketAddress.inetSocketAddress(at, "127.0.0.1"))
                .rateCard(RateCardRequest.getDefaultInstance())
                .map(reply -> reply.getCard().getCurrency());
    }

    @Test
    void tellsTheServiceWhoCalls() {
        assertEquals(
                "g7", Await.await(ask(site.issue(new PeerIdentity("gateway", "g7"), "127.0.0.1"))));
    }

    @Test
    void callsAreMadeOnTheThreadOfItsOwner() {
        Context owner = ((VertxInternal) vertx).createEventLoopContext();
        Thread thread = Await.await(threadOf(owner));
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        RpcEndpoint endpoint =
                new RpcEndpoint(
                                vertx,
                                "billing.grpc",
                                Configuration.defaults(RpcConfig.class),
                                TlsConfig.off())
                        .on(owner)
                        .serve(LedgerGrpcService.of(new WhereAmI(seen)), Set.of("gateway"));
        Await.await(endpoint.start());
        for (int call = 0; call < 5; call++) {
            Await.await(ask(TlsConfig.off(), endpoint.port()));
        }
        assertEquals(Set.of(thread), seen);
    }

    /** Remembers the threads that it was called on. */
    private static final class WhereAmI extends LedgerService {
        private final Set<Thread> seen;

        WhereAmI(Set<Thread> seen) {
            this.seen = seen;
        }

        @Override
        public Future<RateCardReply> rateCard(RateCardRequest request) {
            seen.add(Thread.currentThread());
            return Future.succeededFuture(RateCardReply.getDefaultInstance());
        }
    }

    private static Future<Thread> threadOf(Context context) {
        Promise<Thread> thread = Promise.promise();
        context.runOnContext(_ -> thread.complete(Thread.currentThread()));
        return thread.future();
    }

    @Test
    void refusesAMethodThatIsNotThePeers() {
        Future<String> call = ask(site.issue(new PeerIdentity("agent", "n1"), "127.0.0.1"));
        InvalidStatusException e =
                assertThrows(InvalidStatusException.class, () -> Await.await(call));
        assertEquals(GrpcStatus.PERMISSION_DENIED, e.actualStatus());
    }

    @Test
    void refusesToListenBeyondLoopbackInClearText() {
        RpcConfig everywhere = new RpcConfig("0.0.0.0", 0, 1_024, 16, Duration.ofSeconds(30));
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> new RpcEndpoint(vertx, "x.grpc", everywhere, TlsConfig.off()));
        assertEquals("x.grpc.host", e.problems().getFirst().path());
    }

    @Test
    void refusesClearText() {
        assertThrows(Exception.class, () -> Await.await(ask(TlsConfig.off())));
    }
}
