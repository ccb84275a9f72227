// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a certificate says its holder is: the one URI among its subject alternative names, in the
 * shape of a SPIFFE id. The name of an agent is the node that it may report for.
 *
 * @param service what the process is: gateway, router, billing, twin, agent
 * @param name which one of them
 * @see <a href="https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md">X509-SVID,
 *     section 2</a>
 */
public record PeerIdentity(String service, String name) {

    private static final int URI_NAME = 6;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "spiffe://wattmill/([a-z][a-z0-9-]{0,31})/([A-Za-z0-9][A-Za-z0-9._-]{0,127})");

    /** Reads {@code spiffe://wattmill/<service>/<name>}; anything else is empty. */
    public static Optional<PeerIdentity> parse(String uri) {
        Matcher shape = SHAPE.matcher(uri);
        return shape.matches()
                ? Optional.of(new PeerIdentity(shape.group(1), shape.group(2)))
                : Optional.empty();
    }

    /**
     * The identity in a certificate; empty when it has no URI, several, or one of another shape.
     */
    public static Optional<PeerIdentity> of(X509Certificate certificate) {
        List<String> uris =
                alternativeNames(certificate).stream()
                        .filter(name -> Objects.equals(name.getFirst(), URI_NAME))
                        .map(name -> String.valueOf(name.get(1)))
                        .toList();
        return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    }

    /** The form that a certificate carries. */
    public String uri() {
        return "spiffe://wattmill/" + service + "/" + name;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            return Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.of());
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
