// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;

import java.net.URI;
import java.util.List;

/** Where a client that trusts its servers, and tells them secrets, may call. */
public final class Destination {

    private static final String CERTIFICATES =
            "set tls.enabled with cert, key and ca (certificates: deploy/tls/make-certs)";

    private Destination() {}

    /**
     * Refuses to call a gRPC server beyond loopback in clear text.
     *
     * @param path dotted path of the setting that holds the host, for the message
     * @throws ConfigException when {@code host} is elsewhere and {@code tls} is off
     */
    public static void check(String path, String host, TlsConfig tls) {
        if (!tls.enabled() && Reach.of(host) != Reach.LOOPBACK) {
            throw refusal(path, "'" + host + "' is beyond loopback: " + CERTIFICATES);
        }
    }

    /**
     * Refuses an HTTP server beyond loopback that is called in clear text, and one that is to be
     * called over TLS by a process that has no certificate.
     *
     * @param path dotted path of the setting that holds the address, for the message
     * @throws ConfigException when {@code target} is no address that may be called
     */
    public static void check(String path, URI target, TlsConfig tls) {
        String host = String.valueOf(target.getHost());
        switch (String.valueOf(target.getScheme())) {
            case "https" -> {
                if (!tls.enabled()) {
                    throw refusal(path, "'" + target + "' is https: " + CERTIFICATES);
                }
            }
            case "http" -> {
                if (Reach.of(host) != Reach.LOOPBACK) {
                    throw refusal(
                            path,
                            "'"
                                    + target
                                    + "' is beyond loopback in clear text: write https, and "
                                    + CERTIFICATES);
                }
            }
            default -> throw refusal(path, "'" + target + "' must begin with http:// or https://");
        }
    }

    private static ConfigException refusal(String path, String problem) {
        return new ConfigException(List.of(new ConfigProblem(path, problem)));
    }
}
