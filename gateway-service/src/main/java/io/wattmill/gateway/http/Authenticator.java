// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.keys.KeyRing;

import java.util.Optional;

/** Finds out who asks. One per event loop: hashing holds state. */
final class Authenticator {

    private static final String SCHEME = "Bearer ";
    private static final String HOW =
            " Send a key as 'authorization: Bearer wm_…' or 'x-api-key: wm_…'.";

    private final KeyRing ring;
    private final KeyHasher hasher;

    Authenticator(KeyRing ring) {
        this.ring = ring;
        this.hasher = ring.hasher();
    }

    /**
     * Looks at the authorization header or, where there is none, at Anthropic's; a text that is not
     * a key costs no look-up.
     */
    Identification identify(HttpServerRequest request) {
        Optional<String> given = given(request);
        if (given.isEmpty()) {
            return new Identification.Unknown("No API key was given." + HOW);
        }
        Optional<KeyText> key = KeyText.parse(given.get().strip());
        return key.isEmpty()
                ? new Identification.Unknown("The API key is malformed or mistyped." + HOW)
                : ring.identify(hasher.hash(key.get()));
    }

    private static Optional<String> given(HttpServerRequest request) {
        String header = request.getHeader("authorization");
        if (header == null) {
            return Optional.ofNullable(request.getHeader("x-api-key"));
        }
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? Optional.of(header.substring(SCHEME.length())) : Optional.empty();
    }
}
