// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.contract.fleet.v1.NodeCommand.KindCase;
import io.wattmill.contract.fleet.v1.NodeLinkGrpcClient;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.PlacementGrpcClient;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who may speak for a node, and who may place, in a site of several processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIdentityTest {
    private static final String SECRET = "join-me";

    private final Vertx vertx = Vertx.vertx();
    private final List<GrpcClient> clients = new ArrayList<>();
    private final TestAuthority site;
    private final TlsConfig own;
    private final RouterService router;
    private final RpcEndpoint endpoint;

    AgentIdentityTest(@TempDir Path folder) {
        site = new TestAuthority(folder, "site");
        own = certificate("router", "router");
        router = new RouterService(ServiceContext.of(vertx).with(own), config(SECRET));
        RpcConfig port = Configuration.defaults(RpcConfig.class);
        endpoint = new RpcEndpoint(vertx, "process.rpc", port, own);
        router.serveOn(endpoint);
    }

    @BeforeAll
    void start() {
        Await.await(router.start());
        Await.await(endpoint.start());
    }

    @AfterAll
    void stop() {
        Await.await(endpoint.stop());
        Await.await(router.stop());
        Await.await(vertx.close());
    }

    private static RouterConfig config(String secret) {
        String yaml = "router: {fleet: {join-secret: '" + secret + "'}}";
        return Configuration.parse(yaml, Map.of()).section("router", RouterConfig.class);
    }

    private TlsConfig certificate(String service, String name) {
        return site.issue(new PeerIdentity(service, name), "127.0.0.1");
    }

    private SocketAddress address() {
        return SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host());
    }

    private GrpcClient client(TlsConfig tls) {
        GrpcClient client = Rpc.client(vertx, 1 << 20, 60_000, tls);
        clients.add(client);
        return client;
    }

    private AgentProbe agent(TlsConfig tls, String node) {
        return new AgentProbe(vertx, NodeLinkGrpcClient.create(client(tls), address()), node);
    }

    private static GrpcStatus status(Throwable cause) {
        return ((InvalidStatusException) cause).actualStatus();
    }

    @Test
    void takesANodeFromTheAgentWhoseCertificateNamesIt() {
        AgentProbe agent = agent(certificate("agent", "gpu-17"), "gpu-17").hello(SECRET);
        agent.awaitCommand(KindCase.ACCEPTED);
        agent.leave();
    }

    @Test
    void deniesAnAgentThatClaimsAnotherNodeAndNamesBoth() {
        AgentProbe impostor = agent(certificate("agent", "gpu-17"), "gpu-18").hello(SECRET);
        impostor.awaitEnd();
        assertEquals(GrpcStatus.PERMISSION_DENIED, impostor.status());
        String reason = impostor.commands.getFirst().getRefused().getReason();
        assertTrue(reason.contains("'gpu-17'") && reason.contains("'gpu-18'"), reason);
    }

    @Test
    void asksTheRightAgentForTheSecretAllTheSame() {
        AgentProbe agent = agent(certificate("agent", "gpu-19"), "gpu-19").hello("guess");
        agent.awaitEnd();
        assertEquals(
                "the join secret is wrong", agent.commands.getFirst().getRefused().getReason());
    }

    @Test
    void letsNoOtherServiceSpeakForANode() {
        AgentProbe gateway = agent(certificate("gateway", "gpu-20"), "gpu-20").hello(SECRET);
        gateway.awaitEnd();
        assertEquals(GrpcStatus.PERMISSION_DENIED, gateway.status());
    }

    @Test
    void letsGatewaysPlaceAndNobodyElse() {
        PlaceRequest request =
                PlaceRequest.newBuilder().setRequestId("r-1").setModel("none").build();
        assertEquals(
                PlaceReply.OutcomeCase.UNPLACED,
                Await.await(placement(certificate("gateway", "g1")).place(request))
                        .getOutcomeCase());
        var placing = placement(certificate("agent", "gpu-17")).place(request);
        Throwable denied = assertThrows(Exception.class, () -> Await.await(placing));
        assertEquals(GrpcStatus.PERMISSION_DENIED, status(denied));
    }

    private PlacementGrpcClient placement(TlsConfig tls) {
        return PlacementGrpcClient.create(client(tls), address());
    }

    @Test
    void hearsNobodyInClearText() {
        AgentProbe stranger = agent(TlsConfig.off(), "gpu-21").hello(SECRET);
        stranger.awaitEnd();
        assertTrue(stranger.commands.isEmpty());
    }

    @Test
    void isNotOpenBeyondLoopbackToAgentsWithoutASecret() {
        RpcConfig everywhere = new RpcConfig("0.0.0.0", 0, 1_024, 16, Duration.ofSeconds(30));
        RpcEndpoint open = new RpcEndpoint(vertx, "process.rpc", everywhere, own);
        RouterService trusting = new RouterService(ServiceContext.of(vertx).with(own), config(""));
        ConfigException e = assertThrows(ConfigException.class, () -> trusting.serveOn(open));
        assertEquals("router.fleet.join-secret", e.problems().getFirst().path());
        router.serveOn(open);
    }
}
