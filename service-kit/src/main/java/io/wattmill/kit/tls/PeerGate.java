// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which services may call which paths of a server. The longest prefix of a path decides; a path
 * without a rule is refused, and so is a certificate without an identity. Without TLS nothing is
 * known of the caller and the gate stands open: {@link Binding} keeps such a server on loopback.
 */
public final class PeerGate {

    private static final Logger LOG = LoggerFactory.getLogger(PeerGate.class);

    private final boolean enforced;
    private final Map<String, Set<String>> servicesByPrefix;

    private PeerGate(boolean enforced, Map<String, Set<String>> servicesByPrefix) {
        this.enforced = enforced;
        this.servicesByPrefix = servicesByPrefix;
    }

    /**
     * A gate for a server with this configuration.
     *
     * @param servicesByPrefix path prefix to the services that may call it, for example {@code
     *     "/wattmill.fleet.v1.NodeLink/"} to {@code {"agent"}}
     */
    public static PeerGate of(TlsConfig tls, Map<String, Set<String>> servicesByPrefix) {
        return new PeerGate(tls.enabled(), Map.copyOf(servicesByPrefix));
    }

    /** One rule for every path. */
    public static PeerGate only(TlsConfig tls, Set<String> services) {
        return of(tls, Map.of("/", services));
    }

    /** Lets the request in, with its peer as {@link Peers#current}, or says no. */
    public boolean admits(HttpServerRequest request) {
        if (!enforced) {
            return true;
        }
        String path = String.valueOf(request.path());
        Optional<PeerIdentity> peer = Peers.of(request.connection());
        boolean admitted =
                peer.filter(identity -> allowed(path).contains(identity.service())).isPresent();
        if (admitted) {
            peer.ifPresent(Peers::enter);
        } else {
            LOG.atWarn()
                    .addKeyValue("peer", peer.map(PeerIdentity::uri).orElse("unknown"))
                    .addKeyValue("path", path)
                    .log("peer may not call this");
        }
        return admitted;
    }

    /** A plain HTTP server behind this gate: 403 for whoever may not call. */
    public Handler<HttpServerRequest> guard(Handler<HttpServerRequest> next) {
        return request -> {
            if (admits(request)) {
                next.handle(request);
            } else {
                request.response().setStatusCode(403).end();
            }
        };
    }

    private Set<String> allowed(String path) {
        return servicesByPrefix.keySet().stream()
                .filter(path::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(servicesByPrefix::get)
                .orElse(Set.of());
    }
}
