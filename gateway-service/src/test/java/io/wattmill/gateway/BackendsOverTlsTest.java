// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.far.SmallLedger;
import io.wattmill.gateway.far.SmallRouter;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** Billing and twin in processes of their own, behind certificates. */
class BackendsOverTlsTest {

    private final Path folder;
    private final TlsConfig gateway;
    private final TestAuthority authority;

    BackendsOverTlsTest(@TempDir Path folder) {
        this.folder = folder;
        authority = new TestAuthority(folder, "site");
        gateway = authority.issue(new PeerIdentity("gateway", "g1"), "127.0.0.1");
    }

    private static TlsConfig billing(TestAuthority authority, String host) {
        return authority.issue(new PeerIdentity("billing", "b1"), host);
    }

    private HttpResponse<String> callBehind(TlsConfig backend) {
        try (Site site = new Site(Map.of(), gateway, backend)) {
            return site.get("/v1/requests/last", site.developerKey());
        }
    }

    @Test
    void passesCallsOnToAServiceThatProvesItsHost() {
        assertEquals(207, callBehind(billing(authority, "127.0.0.1")).statusCode());
    }

    @Test
    void tellsNothingToAServerWhoseCertificateNamesAnotherHost() {
        HttpResponse<String> refused = callBehind(billing(authority, "10.9.9.9"));
        assertEquals(503, refused.statusCode());
        assertTrue(refused.body().contains("backend_unavailable"), refused.body());
    }

    @Test
    void tellsNothingToAServerOfAnotherAuthority() {
        TlsConfig stranger = billing(new TestAuthority(folder, "other"), "127.0.0.1");
        assertEquals(503, callBehind(authority.trustedBy(stranger)).statusCode());
    }

    @Test
    void doesNotStartWithABackendInClearTextBeyondLoopback() {
        ConfigProblem twin = problem(near(), URI.create("http://10.0.0.40:8093"), gateway);
        assertEquals("peers.twin-http", twin.path());
        assertTrue(twin.message().contains("write https"), twin.message());
    }

    @Test
    void doesNotStartWithHttpsAndNoCertificate() {
        URI billing = URI.create("https://127.0.0.1:8092");
        ConfigProblem bare = problem(billing, near(), TlsConfig.off());
        assertEquals("peers.billing-http", bare.path());
        assertTrue(bare.message().contains("tls.enabled"), bare.message());
    }

    private static URI near() {
        return URI.create("http://127.0.0.1:8092");
    }

    private static ConfigProblem problem(URI billing, URI twin, TlsConfig tls) {
        Vertx vertx = Vertx.vertx();
        try {
            ServiceContext context = ServiceContext.of(vertx).with(tls);
            ConfigException e =
                    assertThrows(
                            ConfigException.class,
                            () ->
                                    new GatewayService(
                                            context,
                                            Configuration.defaults(GatewayConfig.class),
                                            new SmallRouter(),
                                            new SmallLedger(vertx),
                                            new Backends(billing, twin),
                                            new Seal(new byte[32], 1)));
            return e.problems().getFirst();
        } finally {
            Await.await(vertx.close());
        }
    }
}
