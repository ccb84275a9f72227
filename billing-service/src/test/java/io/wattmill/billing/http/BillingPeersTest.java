// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.billing.BillingWorld;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.testing.TestPeer;
import io.wattmill.kit.testing.TestPostgres;
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

/** Who reaches billing's HTTP port in a site of several processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BillingPeersTest {

    private static final String PATH = "/billing/verify";

    private final Vertx vertx = Vertx.vertx();
    private final Seal seal = new Seal(new byte[32], 60_000_000L);
    private final TestAuthority site;
    private final ServiceContext context;
    private final BillingService billing;

    BillingPeersTest(@TempDir Path folder) {
        site = new TestAuthority(folder, "site");
        context = ServiceContext.of(vertx).with(certificate("billing"));
        billing =
                new BillingService(context, config("billing: {}").with(TestPostgres.fresh()), seal);
    }

    @BeforeAll
    void start() {
        await(billing.start());
    }

    @AfterAll
    void stop() {
        await(billing.stop());
        await(vertx.close());
    }

    private static BillingConfig config(String yaml) {
        return Configuration.parse(yaml, Map.of()).section("billing", BillingConfig.class);
    }

    private TlsConfig certificate(String service) {
        return site.issue(new PeerIdentity(service, service + "-1"), "127.0.0.1");
    }

    private int status(TestPeer peer, String principal) {
        return peer.get(billing.httpAddress().resolve(PATH), Seal.PRINCIPAL_HEADER, principal);
    }

    private String admin() {
        return seal.seal(BillingWorld.admin().toByteArray(), context.clock().nowUs());
    }

    @Test
    void answersAGatewayThatBringsAPrincipal() {
        TestPeer gateway = TestPeer.with(vertx, certificate("gateway"));
        assertEquals(200, status(gateway, admin()));
        assertEquals(401, status(gateway, "forged"));
    }

    @Test
    void refusesAnyOtherServiceWhateverItBrings() {
        assertEquals(403, status(TestPeer.with(vertx, certificate("agent")), admin()));
        assertEquals(403, status(TestPeer.with(vertx, certificate("twin")), admin()));
    }

    @Test
    void refusesACallerWithoutACertificate() {
        TestPeer stranger = TestPeer.withoutCertificate(vertx, certificate("gateway"));
        assertThrows(Exception.class, () -> status(stranger, admin()));
    }

    @Test
    void doesNotListenBeyondLoopbackWithoutCertificates() {
        BillingConfig open = config("billing: {http: {host: 0.0.0.0}}");
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> new BillingService(ServiceContext.of(vertx), open, seal));
        assertEquals("billing.http.host", e.problems().getFirst().path());
    }
}
