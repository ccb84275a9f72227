// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A refusal or failure, in OpenAI's terms; {@link ErrorShape} tells it in those of the caller's
 * API.
 *
 * @param status HTTP status
 * @param type family of the error, for example {@code invalid_request_error}
 * @param code what exactly, for example {@code model_not_found}
 * @param param the offending parameter, where there is one
 * @param message what happened and what to do, for a person
 * @param retryAfterSeconds when a retry makes sense, where it does
 */
public record ApiError(
        int status,
        String type,
        String code,
        Optional<String> param,
        String message,
        OptionalInt retryAfterSeconds) {

    private static final String INVALID = "invalid_request_error";

    private static ApiError of(int status, String type, String code, String message) {
        return new ApiError(status, type, code, Optional.empty(), message, OptionalInt.empty());
    }

    /** 400 that concerns the whole body. */
    public static ApiError badRequest(String code, String message) {
        return of(400, INVALID, code, message);
    }

    /** 400 that concerns one parameter. */
    public static ApiError badParameter(String param, String code, String message) {
        return badRequest(code, message).about(param);
    }

    /** 401: no key, or one that opens nothing. */
    public static ApiError unauthenticated(String message) {
        return of(401, "authentication_error", "invalid_api_key", message);
    }

    /** 401: a good key from an address that it may not be used from. */
    public static ApiError addressNotAllowed(String message) {
        return of(401, "authentication_error", "ip_not_authorized", message);
    }

    /** 403: a good key without the right. */
    public static ApiError forbidden(String message) {
        return of(403, "permission_error", "insufficient_scope", message);
    }

    /** 403: the key's list of models lacks this one. */
    public static ApiError modelNotAllowed(String model) {
        return of(
                        403,
                        "permission_error",
                        "model_not_allowed",
                        "This key may not call the model '"
                                + model
                                + "'; GET /v1/models lists those that it may, and its keeper can"
                                + " change its allowed_models.")
                .about("model");
    }

    /** 403: what is asked for goes beyond the caller's own right. */
    public static ApiError beyondOwnRights(String parameter, String message) {
        return of(403, "permission_error", "beyond_own_rights", message).about(parameter);
    }

    /** 404 for a path or an object. */
    public static ApiError notFound(String message) {
        return of(404, INVALID, "not_found", message);
    }

    /** 404 for a model that no node serves. */
    public static ApiError modelNotFound(String message) {
        return of(404, INVALID, "model_not_found", message).about("model");
    }

    /** 405. */
    public static ApiError methodNotAllowed(String message) {
        return of(405, INVALID, "method_not_allowed", message);
    }

    /** 408: the body did not arrive in time. */
    public static ApiError requestTimeout(String message) {
        return of(408, INVALID, "request_timeout", message);
    }

    /** 409: not as things stand. */
    public static ApiError conflict(String parameter, String code, String message) {
        return of(409, INVALID, code, message).about(parameter);
    }

    /** 409: not before something else is over; says when to ask again. */
    public static ApiError notYet(String code, String message, int retryAfterSeconds) {
        return of(409, INVALID, code, message).retryAfter(retryAfterSeconds);
    }

    /** 410: there was an answer, and it cannot be given again. */
    public static ApiError gone(String code, String message) {
        return of(410, INVALID, code, message);
    }

    /** 413. */
    public static ApiError tooLarge(String message) {
        return of(413, INVALID, "request_too_large", message);
    }

    /** 415. */
    public static ApiError unsupportedMedia(String message) {
        return of(415, INVALID, "unsupported_media_type", message);
    }

    /** 422: well formed, and contradicts what came before. */
    public static ApiError contradiction(String code, String message) {
        return of(422, INVALID, code, message);
    }

    /** 429: the caller has too much in hand. */
    public static ApiError tooManyRequests(String code, String message, int retryAfterSeconds) {
        return of(429, "rate_limit_error", code, message).retryAfter(retryAfterSeconds);
    }

    /** 429: the caller asked for more within a time than it may, in OpenAI's words. */
    public static ApiError rateExceeded(String message, OptionalInt retryAfterSeconds) {
        return new ApiError(
                429,
                "rate_limit_error",
                "rate_limit_exceeded",
                Optional.empty(),
                message,
                retryAfterSeconds);
    }

    /** 429: a budget is spent; a retry makes sense when it regains something, which may be late. */
    public static ApiError quotaExceeded(
            String code, String message, OptionalInt retryAfterSeconds) {
        return new ApiError(
                429, "insufficient_quota", code, Optional.empty(), message, retryAfterSeconds);
    }

    /** 500: our fault, without details for strangers. */
    public static ApiError internal(String message) {
        return of(500, "server_error", "internal_error", message);
    }

    /** 501: this composition of the suite has no such part. */
    public static ApiError notImplemented(String message) {
        return of(501, "server_error", "not_implemented", message);
    }

    /** 502: an engine or a service behind us failed. */
    public static ApiError badGateway(String code, String message) {
        return of(502, "server_error", code, message);
    }

    /** 503: not now; says when. */
    public static ApiError unavailable(String code, String message, int retryAfterSeconds) {
        return of(503, "service_unavailable_error", code, message).retryAfter(retryAfterSeconds);
    }

    /** 504: an engine or a service behind us took too long. */
    public static ApiError gatewayTimeout(String code, String message) {
        return of(504, "server_error", code, message);
    }

    /** The same error with another status, for what an engine refused with a status of its own. */
    public ApiError withStatus(int other) {
        return new ApiError(other, type, code, param, message, retryAfterSeconds);
    }

    /** The same error in other words. */
    public ApiError withMessage(String words) {
        return new ApiError(status, type, code, param, words, retryAfterSeconds);
    }

    private ApiError about(String parameter) {
        return new ApiError(status, type, code, Optional.of(parameter), message, retryAfterSeconds);
    }

    /** The same error; a retry makes sense after {@code seconds}. */
    public ApiError retryAfter(int seconds) {
        return new ApiError(status, type, code, param, message, OptionalInt.of(seconds));
    }

    /** {@code {"error":{"message","type","param","code"}}}, UTF-8 JSON. */
    byte[] json() {
        return WireJson.text(this::write);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("error");
        out.writeStringField("message", message);
        out.writeStringField("type", type);
        out.writeFieldName("param");
        writeNullable(out, param);
        out.writeStringField("code", code);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void writeNullable(JsonGenerator out, Optional<String> value)
            throws IOException {
        if (value.isPresent()) {
            out.writeString(value.get());
        } else {
            out.writeNull();
        }
    }
}
