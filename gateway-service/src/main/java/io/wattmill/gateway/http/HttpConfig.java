// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.identity.TrustedProxies;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.List;

/** Where the gateway listens, and what a caller may take of it. */
public record HttpConfig(
        @Setting(value = "127.0.0.1", doc = "Address to listen on.") String host,
        @Setting(
                        value = "8080",
                        min = 0,
                        max = 65_535,
                        doc = "Port to listen on; 0 takes a free one.")
                int port,
        @Setting(value = "1", min = 1, max = 256, doc = "Event loops that serve requests.")
                int eventLoops,
        @Setting(value = "10000", min = 1, doc = "Connections at once.") int maxConnections,
        @Setting(value = "8192", min = 256, max = 65_536, doc = "Bytes of a request line.")
                int maxLineBytes,
        @Setting(
                        value = "16384",
                        min = 1_024,
                        max = 1_048_576,
                        doc = "Bytes of all headers of a request.")
                int maxHeaderBytes,
        @Setting(
                        value = "8388608",
                        min = 1_024,
                        max = 1_073_741_824,
                        doc = "Bytes of a request body.")
                int maxBodyBytes,
        @Setting(
                        value = "268435456",
                        min = 1_048_576,
                        doc = "Bytes of all request bodies held at once.")
                long maxHeldBytes,
        @Setting(
                        value = "4194304",
                        min = 1_024,
                        doc = "Bytes of a body that is passed to billing or twin.")
                int maxProxyBodyBytes,
        @Setting(
                        value = "10s",
                        min = 10,
                        doc = "Longest time from a connection to its first whole header.")
                Duration headerTimeout,
        @Setting(value = "30s", min = 10, doc = "Longest time that a body may take.")
                Duration bodyTimeout,
        @Setting(
                        value = "75s",
                        min = 10,
                        doc = "Longest time between two requests of a connection.")
                Duration idleTimeout,
        @Setting(value = "60s", min = 10, doc = "Longest wait for billing or twin.")
                Duration proxyTimeout,
        @Setting(value = "64", min = 1, doc = "Connections to billing or twin from one event loop.")
                int maxProxyConnections,
        @Setting(value = "32", min = 1, doc = "Readers of the console's stream at once.")
                int maxConsoleClients,
        @Setting(value = "1s", min = 50, doc = "How often the console's stream tells the board.")
                Duration consoleInterval,
        @Setting(
                        value = "",
                        doc =
                                "Proxies in front, as addresses or ranges: from them alone"
                                        + " x-forwarded-for is believed, for keys with ip_ranges.")
                List<String> trustedProxies,
        @Setting(value = "true", doc = "Log one line per request.") boolean accessLog) {

    public HttpConfig {
        TrustedProxies.of(trustedProxies);
    }
}
