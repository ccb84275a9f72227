// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import java.util.List;

/** How an API tells its callers that something went wrong. */
public enum ErrorShape {

    /** {@code {"error":{"message","type","param","code"}}}. */
    OPENAI("x-request-id") {
        @Override
        public int status(ApiError error) {
            return error.status();
        }

        @Override
        public byte[] body(ApiError error, String requestId) {
            return error.json();
        }

        @Override
        public List<Slice> event(ApiError error, String requestId) {
            return SseText.event(List.of(Slice.of(error.json())));
        }
    },

    /**
     * {@code {"type":"error","error":{"type","message"},"request_id"}}, with Anthropic's names and
     * its status 529 for a site that is full. {@code param} and {@code code} are kept beside them:
     * clients ignore what they do not know.
     */
    ANTHROPIC("request-id") {
        @Override
        public int status(ApiError error) {
            return error.status() == UNAVAILABLE ? OVERLOADED : error.status();
        }

        @Override
        public byte[] body(ApiError error, String requestId) {
            return WireJson.text(
                    out -> {
                        out.writeStartObject();
                        out.writeStringField("type", "error");
                        out.writeObjectFieldStart("error");
                        out.writeStringField("type", type(status(error)));
                        out.writeStringField("message", error.message());
                        if (error.param().isPresent()) {
                            out.writeStringField("param", error.param().get());
                        }
                        out.writeStringField("code", error.code());
                        out.writeEndObject();
                        out.writeStringField("request_id", requestId);
                        out.writeEndObject();
                    });
        }

        @Override
        public List<Slice> event(ApiError error, String requestId) {
            return SseText.named("error", body(error, requestId));
        }
    };

    private static final int UNAVAILABLE = 503;
    private static final int OVERLOADED = 529;

    private final String requestIdHeader;

    ErrorShape(String requestIdHeader) {
        this.requestIdHeader = requestIdHeader;
    }

    /** The header in which the API's clients look for the request's id. */
    public String requestIdHeader() {
        return requestIdHeader;
    }

    /** The status under which an error is told. */
    public abstract int status(ApiError error);

    /** The body of an answer, UTF-8 JSON. */
    public abstract byte[] body(ApiError error, String requestId);

    /** The event that tells a client that its stream broke; nothing follows it. */
    public abstract List<Slice> event(ApiError error, String requestId);

    /** Anthropic's name for what a status means. */
    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
