// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.wattmill.gateway.wire.ApiError;

import java.util.List;
import java.util.Optional;

/**
 * Refuses requests whose end two readers could see at different places. Netty drops the
 * content-length of a request that has a transfer-encoding too (RFC 9112, section 6.3) and so hides
 * that there were both: therefore no connection is kept after any request with a transfer-encoding,
 * and what follows it is never read as a request.
 */
final class Framing {

    private Framing() {}

    /** Whether the connection must end with this request's answer. */
    static boolean endsConnection(HttpServerRequest request) {
        return request.headers().contains("transfer-encoding");
    }

    /** Why the request is refused, when it is. */
    static Optional<ApiError> refusal(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<String> encodings = headers.getAll("transfer-encoding");
        boolean plain =
                encodings.isEmpty()
                        || encodings.size() == 1
                                && encodings.getFirst().equalsIgnoreCase("chunked")
                                && request.version() == HttpVersion.HTTP_1_1;
        if (!plain) {
            return refused("The transfer-encoding is not taken; send a content-length.");
        }
        if (headers.getAll("content-length").size() > 1) {
            return refused("There is more than one content-length.");
        }
        if (request.version() == HttpVersion.HTTP_1_1 && headers.getAll("host").size() != 1) {
            return refused("There must be one host header.");
        }
        return Optional.empty();
    }

    private static Optional<ApiError> refused(String message) {
        return Optional.of(ApiError.badRequest("invalid_header", message));
    }
}
