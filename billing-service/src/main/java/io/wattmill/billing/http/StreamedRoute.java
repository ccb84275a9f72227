// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import io.vertx.core.http.HttpServerResponse;

import java.util.Optional;

/** A route that writes its answer piece by piece. */
interface StreamedRoute {

    /** Why there is no answer now; empty when {@link #write} may follow, and must. */
    Optional<Answer> refusal();

    /** Writes and ends the response, whatever happens. */
    void write(HttpServerResponse response, long nowUs);
}
