// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TCPSSLOptions;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Puts a {@link TlsConfig} on Vert.x options: TLS 1.3 only, no SNI (CVE-2026-6860), client
 * certificates asked for by servers, host names verified by clients. Options of a configuration
 * that is not enabled come back as they are.
 *
 * <p>A Vert.x client caches its TLS context by key and trust files alone (CVE-2026-102476), so
 * options are set once, on the client, and never on a request.
 */
public final class Tls {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

    private Tls() {}

    /** A server of HTTP or gRPC. */
    public static HttpServerOptions secure(HttpServerOptions options, TlsConfig tls) {
        if (tls.enabled()) {
            material(options, tls);
            options.setSni(false).setUseAlpn(true).setClientAuth(clientAuth(tls));
        }
        return options;
    }

    /**
     * A client of HTTP or gRPC, which verifies that the server's certificate names the host that it
     * called.
     */
    public static HttpClientOptions secure(HttpClientOptions options, TlsConfig tls) {
        if (tls.enabled()) {
            material(options, tls);
            options.setTrustAll(false)
                    .setVerifyHost(true)
                    .setForceSni(false)
                    .setUseAlpn(options.getProtocolVersion() == HttpVersion.HTTP_2);
        }
        return options;
    }

    /**
     * The event bus, as server and as client. Vert.x verifies no host name on the bus: whoever
     * holds a certificate of the authority is a member. So give the bus an authority of its own,
     * which signs for members of the bus only.
     */
    public static EventBusOptions secure(EventBusOptions options, TlsConfig tls) {
        if (tls.enabled()) {
            material(options, tls);
            options.setTrustAll(false).setClientAuth(ClientAuth.REQUIRED);
        }
        return options;
    }

    private static ClientAuth clientAuth(TlsConfig tls) {
        return tls.requireClientCert() ? ClientAuth.REQUIRED : ClientAuth.NONE;
    }

    private static void material(TCPSSLOptions options, TlsConfig tls) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(tls.handshakeTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .setCertPath(path(tls.cert()))
                                .setKeyPath(path(tls.key())))
                .setTrustOptions(new PemTrustOptions().addCertPath(path(tls.ca())));
    }

    private static String path(Optional<Path> file) {
        return file.orElseThrow().toAbsolutePath().toString();
    }
}
