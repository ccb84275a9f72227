// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What a route answers.
 *
 * @param body a record that becomes JSON
 * @param retryAfterS when it makes sense to ask again
 */
record Answer(int status, Record body, Optional<Integer> retryAfterS) {

    /** An error in OpenAI's shape. */
    record ApiError(Problem error) {}

    /** What is wrong, and what to do. */
    record Problem(String message, String type, @Nullable String param, String code) {}

    static Answer ok(Record body) {
        return new Answer(200, body, Optional.empty());
    }

    static Answer badParameter(String param, String message) {
        return error(
                400, new Problem(message, "invalid_request_error", param, "invalid_parameter"));
    }

    static Answer unsigned() {
        return error(
                401,
                new Problem(
                        "Billing answers the gateway only: this request carries no valid signed"
                                + " principal.",
                        "invalid_request_error",
                        null,
                        "unsigned_principal"));
    }

    static Answer forbidden(String message) {
        return error(403, new Problem(message, "permission_error", null, "forbidden"));
    }

    static Answer notFound(String param, String message) {
        return error(404, new Problem(message, "invalid_request_error", param, "not_found"));
    }

    static Answer unknownRoute(String path) {
        return error(
                404,
                new Problem(
                        "Billing has no " + path + ".",
                        "invalid_request_error",
                        null,
                        "unknown_route"));
    }

    static Answer notFound(String message) {
        return error(404, new Problem(message, "invalid_request_error", null, "not_found"));
    }

    static Answer notSettled(String id, int retryAfterS) {
        Problem problem =
                new Problem(
                        "No settled request '"
                                + id
                                + "' of yours. A request that ended just now settles within"
                                + " moments: ask again. Otherwise check the id: a request's"
                                + " x-request-id, its response's id, or 'last'.",
                        "invalid_request_error",
                        "id",
                        "not_settled_yet");
        return new Answer(404, new ApiError(problem), Optional.of(retryAfterS));
    }

    /** It has ended, and its settlement takes longer than an answer may wait. */
    static Answer settling(String id, int retryAfterS) {
        Problem problem =
                new Problem(
                        "Request '" + id + "' has ended and is still being settled: ask again.",
                        "server_error",
                        null,
                        "settling");
        return new Answer(503, new ApiError(problem), Optional.of(retryAfterS));
    }

    static Answer unavailable(String message, String code) {
        Problem problem = new Problem(message, "server_error", null, code);
        return new Answer(503, new ApiError(problem), Optional.of(1));
    }

    static Answer conflict(String message) {
        return error(
                409, new Problem(message, "invalid_request_error", null, "too_many_revisions"));
    }

    static Answer tooLarge(int maxBytes) {
        return error(
                413,
                new Problem(
                        "The body is larger than " + maxBytes + " bytes.",
                        "invalid_request_error",
                        null,
                        "body_too_large"));
    }

    private static Answer error(int status, Problem problem) {
        return new Answer(status, new ApiError(problem), Optional.empty());
    }
}
