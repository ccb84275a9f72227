// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
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
        if (headers.contains("")) {
            return refused("There is a header without a name.");
        }
        return Optional.empty();
    }

    /** What is wrong with a head that could not be read. Says nothing of what it held. */
    static ApiError undecodable(HttpServerRequest request) {
        return switch (request.decoderResult().cause()) {
            case TooLongHttpLineException _ ->
                    ApiError.badRequest("uri_too_long", "The request line is too long; shorten it.")
                            .withStatus(414);
            case TooLongHttpHeaderException _ ->
                    ApiError.badRequest(
                                    "headers_too_large",
                                    "The headers are too large together; send fewer or shorter"
                                            + " ones.")
                            .withStatus(431);
            case null, default ->
                    ApiError.badRequest("invalid_request", "The request is not valid HTTP/1.1.");
        };
    }

    private static Optional<ApiError> refused(String message) {
        return Optional.of(ApiError.badRequest("invalid_header", message));
    }
}
