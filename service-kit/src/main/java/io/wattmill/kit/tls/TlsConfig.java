// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The certificate of a process, and whose certificates it accepts. All files are PEM. */
public record TlsConfig(
        @Setting(value = "false", doc = "Speak TLS 1.3, and nothing else, between services.")
                boolean enabled,
        @Setting(doc = "Certificate chain of this process, its own certificate first.")
                Optional<Path> cert,
        @Setting(doc = "Private key of the certificate (PKCS#8), mode 0600.") Optional<Path> key,
        @Setting(doc = "Authorities whose certificates are accepted; no others are.")
                Optional<Path> ca,
        @Setting(value = "true", doc = "Refuse a peer that shows no certificate.")
                boolean requireClientCert,
        @Setting(value = "5s", min = 100, max = 60_000, doc = "Longest TLS handshake.")
                Duration handshakeTimeout) {

    public TlsConfig {
        if (enabled && (cert.isEmpty() || key.isEmpty() || ca.isEmpty())) {
            throw new IllegalArgumentException(
                    "enabled needs cert, key and ca; deploy/tls/make-certs makes them");
        }
    }

    /** Clear text: for one JVM, and for loopback. */
    public static TlsConfig off() {
        return new TlsConfig(
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Duration.ofSeconds(5));
    }

    /** Mutual TLS with these files. */
    public static TlsConfig mutual(Path cert, Path key, Path ca) {
        return new TlsConfig(
                true,
                Optional.of(cert),
                Optional.of(key),
                Optional.of(ca),
                true,
                Duration.ofSeconds(5));
    }
}
