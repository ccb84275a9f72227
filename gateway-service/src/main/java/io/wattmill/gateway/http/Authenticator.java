// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.identity.TrustedProxies;
import io.wattmill.gateway.keys.KeyRing;

import java.util.List;

/** Finds out who asks. One per event loop: hashing holds state. */
final class Authenticator {

    private static final String SCHEME = "Bearer ";
    private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");
    private static final String HOW =
            " Send a key as 'authorization: Bearer wm_…' or 'x-api-key: wm_…'.";

    private final KeyRing ring;
    private final KeyHasher hasher;
    private final TrustedProxies proxies;

    Authenticator(IngressParts parts) {
        this.proxies = TrustedProxies.of(parts.config().trustedProxies());
        this.ring = parts.keys();
        this.hasher = ring.hasher();
    }

    /**
     * Looks at the authorization header or, where there is none, at Anthropic's; a text that is not
     * a key costs no look-up. Two of one kind name nobody: two readers could choose differently.
     */
    Identification identify(HttpServerRequest request) {
        List<String> bearers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        List<String> given = bearers.isEmpty() ? request.headers().getAll(API_KEY) : bearers;
        if (given.size() > 1) {
            return new Identification.Unknown("More than one API key was given." + HOW);
        }
        if (given.isEmpty() || !bearers.isEmpty() && !hasScheme(given.getFirst())) {
            return new Identification.Unknown("No API key was given." + HOW);
        }
        String text = given.getFirst().substring(bearers.isEmpty() ? 0 : SCHEME.length());
        return KeyText.parse(text.strip())
                .map(key -> fromHere(ring.identify(hasher.hash(key)), request))
                .orElseGet(
                        () ->
                                new Identification.Unknown(
                                        "The API key is malformed or mistyped." + HOW));
    }

    private static boolean hasScheme(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Where a request comes from counts only for a key that is confined to addresses. */
    private Identification fromHere(Identification found, HttpServerRequest request) {
        return found instanceof Identification.Known(KeyRecord key)
                        && !key.bounds().ranges().isEmpty()
                        && !key.bounds().mayComeFrom(address(request))
                ? new Identification.Elsewhere(
                        "The API key may not be used from this address; its keeper can change its"
                                + " ip_ranges.")
                : found;
    }

    private String address(HttpServerRequest request) {
        return proxies.client(
                request.remoteAddress().hostAddress(), request.headers().getAll("x-forwarded-for"));
    }
}
