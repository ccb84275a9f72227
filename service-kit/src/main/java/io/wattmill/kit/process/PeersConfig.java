// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.wattmill.kit.config.Setting;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/** Section {@code peers}: where the other services of a site are. */
public record PeersConfig(
        @Setting(value = "127.0.0.1:8090", doc = "The router's gRPC port.") String router,
        @Setting(value = "127.0.0.1:8091", doc = "Billing's gRPC port.") String billing,
        @Setting(value = "http://127.0.0.1:8092", doc = "Billing's REST API; https with tls.")
                URI billingHttp,
        @Setting(value = "http://127.0.0.1:8093", doc = "The twin's REST API; https with tls.")
                URI twinHttp) {

    /** Checks that each is an address. */
    public PeersConfig {
        parse(router);
        parse(billing);
        check(billingHttp);
        check(twinHttp);
    }

    /** Where {@code NodeLink} and {@code Placement} are served. */
    public SocketAddress routerAddress() {
        return parse(router);
    }

    /** Where {@code MeterLink} and {@code Ledger} are served. */
    public SocketAddress billingAddress() {
        return parse(billing);
    }

    private static SocketAddress parse(String text) {
        @Nullable HostAndPort parsed = HostAndPort.parseAuthority(text, -1);
        if (parsed == null || parsed.port() <= 0) {
            throw new IllegalArgumentException("'" + text + "' must be host:port");
        }
        return SocketAddress.inetSocketAddress(parsed.port(), parsed.host());
    }

    private static void check(URI uri) {
        if (uri.getHost() == null || uri.getPort() <= 0) {
            throw new IllegalArgumentException("'" + uri + "' must be http(s)://host:port");
        }
    }
}
