// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

class MutualTlsTest {

    private static final PeerIdentity GATEWAY = new PeerIdentity("gateway", "g1");
    private static final PeerIdentity BILLING = new PeerIdentity("billing", "b1");

    private final Vertx vertx = Vertx.vertx();

    /** Vert.x closes a client that nobody refers to. */
    private final List<HttpClient> clients = new ArrayList<>();

    private final Path folder;
    private final TestAuthority site;
    private final TlsConfig gateway;

    MutualTlsTest(@TempDir Path folder) {
        this.folder = folder;
        site = new TestAuthority(folder, "site");
        gateway = site.issue(GATEWAY, "127.0.0.1");
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private HttpServer serve(TlsConfig tls) {
        PeerGate gate = PeerGate.only(tls, Set.of("gateway"));
        return Await.await(
                vertx.createHttpServer(
                                Tls.secure(new HttpServerOptions().setHost("127.0.0.1"), tls))
                        .requestHandler(
                                gate.guard(
                                        request ->
                                                request.response()
                                                        .end(
                                                                Peers.current()
                                                                        .map(PeerIdentity::uri)
                                                                        .orElse("nobody"))))
                        .listen(0));
    }

    private Future<String> call(HttpServer server, HttpClientOptions options) {
        HttpClient client = vertx.createHttpClient(options);
        clients.add(client);
        return client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(
                        response ->
                                response.statusCode() == 200
                                        ? response.body().map(body -> body.toString())
                                        : Future.succeededFuture(
                                                Integer.toString(response.statusCode())));
    }

    private Future<String> call(HttpServer server, TlsConfig tls) {
        return call(server, Tls.secure(new HttpClientOptions(), tls));
    }

    private void assertRefused(Future<String> call) {
        Exception e = assertThrows(Exception.class, () -> Await.await(call));
        boolean refused =
                Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                        .anyMatch(
                                cause ->
                                        cause instanceof SSLException
                                                || cause instanceof HttpClosedException);
        assertTrue(refused, e.toString());
    }

    @Test
    void letsInWhoHoldsACertificateOfTheSiteAndKnowsWhoItIs() {
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        assertEquals(GATEWAY.uri(), Await.await(call(server, gateway)));
    }

    @Test
    void refusesAPeerOfTheSiteThatMayNotCall() {
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        TlsConfig agent = site.issue(new PeerIdentity("agent", "n1"), "127.0.0.1");
        assertEquals("403", Await.await(call(server, agent)));
    }

    @Test
    void refusesACallerWithoutACertificate() {
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        HttpClientOptions bare =
                Tls.secure(new HttpClientOptions(), gateway).setKeyCertOptions(null);
        assertRefused(call(server, bare));
    }

    @Test
    void refusesACallerOfAnotherAuthority() {
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        TlsConfig stranger = new TestAuthority(folder, "other").issue(GATEWAY, "127.0.0.1");
        assertRefused(call(server, site.trustedBy(stranger)));
    }

    @Test
    void refusesAServerOfAnotherAuthority() {
        TlsConfig stranger = new TestAuthority(folder, "other").issue(BILLING, "127.0.0.1");
        assertRefused(call(serve(site.trustedBy(stranger)), gateway));
    }

    @Test
    void refusesAServerWhoseCertificateNamesAnotherHost() {
        assertRefused(
                call(serve(site.issue(BILLING, "billing.example.org", "127.0.0.2")), gateway));
    }

    @Test
    void refusesExpiredCertificatesOfEitherSide() {
        assertRefused(call(serve(site.issueExpired(BILLING, "127.0.0.1")), gateway));
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        assertRefused(call(server, site.issueExpired(GATEWAY, "127.0.0.1")));
    }

    @Test
    void speaksNothingOlderThanTls13() {
        HttpServer server = serve(site.issue(BILLING, "127.0.0.1"));
        HttpClientOptions old =
                Tls.secure(new HttpClientOptions(), gateway)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2"));
        assertRefused(call(server, old));
        assertRefused(call(server, new HttpClientOptions()));
    }

    @Test
    void knowsNobodyInClearText() {
        assertEquals("nobody", Await.await(call(serve(TlsConfig.off()), TlsConfig.off())));
    }
}
