// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.testing.TestPeer;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** Who reaches the twin's HTTP port in a site of several processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinPeersTest {
    private final Vertx vertx = Vertx.vertx();
    private final Seal seal = new Seal(new byte[32], 60_000_000);
    private final TestAuthority site;
    private final ServiceContext services;
    private final TwinService twin;

    TwinPeersTest(@TempDir Path folder) {
        site = new TestAuthority(folder, "site");
        services = ServiceContext.of(vertx).with(certificate("twin"));
        twin = new TwinService(services, config("emulator: {nodes: 1}"), seal);
    }

    @BeforeAll
    void start() {
        await(twin.start());
    }

    @AfterAll
    void stop() {
        await(twin.stop());
        await(vertx.close());
    }

    private static TwinConfig config(String settings) {
        return Configuration.parse("twin: {" + settings + "}", Map.of())
                .section("twin", TwinConfig.class);
    }

    private TlsConfig certificate(String service) {
        return site.issue(new PeerIdentity(service, service + "-1"), "127.0.0.1");
    }

    private int status(TestPeer peer, String principal) {
        var nodes = twin.httpAddress().resolve("/twin/emulator/nodes");
        return peer.get(nodes, Seal.PRINCIPAL_HEADER, principal);
    }

    private String admin() {
        var principal = Principal.newBuilder().addScopes("admin").build().toByteArray();
        return seal.seal(principal, services.clock().nowUs());
    }

    @Test
    void answersAGatewayThatBringsAPrincipal() {
        var gateway = TestPeer.with(vertx, certificate("gateway"));
        assertEquals(200, status(gateway, admin()));
        assertEquals(401, status(gateway, "forged"));
    }

    @Test
    void refusesAnyOtherServiceWhateverItBrings() {
        assertEquals(403, status(TestPeer.with(vertx, certificate("agent")), admin()));
        assertEquals(403, status(TestPeer.with(vertx, certificate("router")), admin()));
    }

    @Test
    void refusesACallerWithoutACertificate() {
        var stranger = TestPeer.withoutCertificate(vertx, certificate("gateway"));
        assertThrows(Exception.class, () -> status(stranger, admin()));
    }

    @Test
    void doesNotListenBeyondLoopbackWithoutCertificates() {
        var open = config("http: {host: 0.0.0.0}, emulator: {enabled: false}");
        var e =
                assertThrows(
                        ConfigException.class,
                        () -> new TwinService(ServiceContext.of(vertx), open, seal));
        assertEquals("twin.http.host", e.problems().getFirst().path());
    }
}
