// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.AgentService;
import io.wattmill.agent.Uplinks;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** An agent whose router and billing are elsewhere. */
class LinksOverTlsTest {

    private static final String FAST =
            """
            agent:
              node-id: node-1
              devices: {dcgm-url: %1$s/dcgm/metrics}
              engines:
                - {id: engine-1, url: %1$s, gpu-type: h100-sxm}
              sampling: {device-period: 50ms, engine-period: 50ms}
              link:
                node-report-period: 50ms
                meter-report-period: 100ms
                node-backoff-min: 10ms
                node-backoff-max: 50ms
                meter-backoff-min: 10ms
                meter-backoff-max: 50ms
            """;

    private final Vertx vertx = Vertx.vertx();
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final TestAuthority authority;
    private final AgentConfig config =
            Configuration.parse(FAST.formatted(host.url("")), Map.of())
                    .section("agent", AgentConfig.class);

    LinksOverTlsTest(@TempDir Path folder) {
        authority = new TestAuthority(folder, "site");
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000, "143.5"));
        host.page("/metrics", Pages.vllm(7, 2, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private TlsConfig certificate(String service, String host) {
        return authority.issue(new PeerIdentity(service, "node-1"), host);
    }

    private Site site(String certifiedHost) {
        return new Site(vertx, router, billing, certificate("router", certifiedHost));
    }

    private ServiceContext start(Site site, TlsConfig tls) {
        ServiceContext services = ServiceContext.of(vertx).with(tls);
        Uplinks uplinks = Uplinks.grpc(services, site.address(), site.address(), config.link());
        Await.await(new AgentService(services, config, uplinks).start());
        return services;
    }

    private static void awaitTrouble(ServiceContext services, String words) {
        Await.until(() -> trouble(services).contains(words), "trouble: " + words);
    }

    private static String trouble(ServiceContext services) {
        HealthStatus health = services.health().readiness().get("agent node-1");
        return health == null || health.ok() ? "" : health.detail();
    }

    @Test
    void comeBackByThemselvesWhenThePeerRestarts() {
        Site site = site("127.0.0.1");
        start(site, certificate("agent", "127.0.0.1"));
        router.report(_ -> true);
        Await.until(() -> !billing.reports().isEmpty(), "a meter report");

        site.close();
        int sessions = router.sessions();
        int meterSessions = billing.sessions();
        site.reopen();

        Await.until(() -> router.sessions() > sessions, "a new stream to the router");
        Await.until(() -> billing.sessions() > meterSessions, "a new stream to billing");
        router.report(_ -> true);
    }

    @Test
    void tellNothingToAServerWhoseCertificateNamesAnotherHost() {
        ServiceContext services = start(site("10.9.9.9"), certificate("agent", "127.0.0.1"));
        awaitTrouble(services, "subject alternative name");
        assertEquals(0, router.sessions());
    }

    @Test
    void repeatTheWordsOfARefusal() {
        ServiceContext services = start(site("127.0.0.1"), certificate("twin", "127.0.0.1"));
        awaitTrouble(services, "PERMISSION_DENIED: this certificate may not call this method");
        assertEquals(0, router.sessions());
    }

    @Test
    void areNotOpenedInClearTextBeyondLoopback() {
        ServiceContext services = ServiceContext.of(vertx);
        SocketAddress near = SocketAddress.inetSocketAddress(8090, "127.0.0.1");
        SocketAddress far = SocketAddress.inetSocketAddress(8091, "10.0.0.30");
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> Uplinks.grpc(services, near, far, config.link()));
        assertEquals("peers.billing", e.problems().getFirst().path());
        assertTrue(e.problems().getFirst().message().contains("tls.enabled"));
    }
}
