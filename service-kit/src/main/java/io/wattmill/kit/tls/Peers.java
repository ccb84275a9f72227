// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;

/** Reads the identity of the peer that is calling. */
public final class Peers {

    private Peers() {}

    /**
     * The identity of a connection's peer; empty in clear text, without a certificate, or without
     * an identity in it.
     */
    public static Optional<PeerIdentity> of(HttpConnection connection) {
        if (!connection.isSsl()) {
            return Optional.empty();
        }
        try {
            return connection.peerCertificates().stream()
                    .limit(1)
                    .filter(X509Certificate.class::isInstance)
                    .flatMap(leaf -> PeerIdentity.of((X509Certificate) leaf).stream())
                    .findFirst();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /**
     * The caller that a {@link PeerGate} let in for the request that this context serves. Read it
     * before the first hop to another context. Empty when the call came in clear text or did not
     * cross a network: then the configuration decided that the caller is trusted.
     */
    public static Optional<PeerIdentity> current() {
        Context context = Vertx.currentContext();
        return context == null
                ? Optional.empty()
                : Optional.ofNullable(context.getLocal(PeerLocal.KEY));
    }

    static void enter(PeerIdentity peer) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(PeerLocal.KEY, peer);
        }
    }
}
