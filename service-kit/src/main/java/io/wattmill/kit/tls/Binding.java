// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;

import java.util.List;

/** Where a server that trusts its callers may listen. */
public final class Binding {

    private Binding() {}

    /**
     * Refuses to serve other services beyond loopback in clear text.
     *
     * @param path dotted path of the setting that holds the host, for the message
     * @throws ConfigException when {@code host} can be reached from elsewhere and {@code tls} does
     *     not protect it
     */
    public static void check(String path, String host, TlsConfig tls) {
        boolean proven = tls.enabled() && tls.requireClientCert();
        if (!proven && Reach.of(host) != Reach.LOOPBACK) {
            throw new ConfigException(
                    List.of(
                            new ConfigProblem(
                                    path,
                                    "'"
                                            + host
                                            + "' is beyond loopback, where services must prove who"
                                            + " they are: set tls.enabled with require-client-cert"
                                            + " (certificates: deploy/tls/make-certs), or bind"
                                            + " 127.0.0.1")));
        }
    }
}
