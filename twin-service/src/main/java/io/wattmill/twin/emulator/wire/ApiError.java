// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

/**
 * A refusal in vLLM's shape: {@code {"error": {"message", "type", "param", "code"}}}, the code
 * being the HTTP status.
 *
 * @param status HTTP status
 * @param type vLLM's name of the error
 * @param message what is wrong and what to do
 */
public record ApiError(int status, String type, String message) {

    /** 400: the request cannot be served as it stands. */
    public static ApiError badRequest(String message) {
        return new ApiError(400, "BadRequestError", message);
    }

    /** 403: not from there. */
    public static ApiError forbidden(String message) {
        return new ApiError(403, "ForbiddenError", message);
    }

    /** 404: no such model or path. */
    public static ApiError notFound(String message) {
        return new ApiError(404, "NotFoundError", message);
    }

    /** 413: the body is longer than the limit. */
    public static ApiError tooLarge(long limitBytes) {
        return new ApiError(
                413, "RequestEntityTooLargeError", "The body exceeds " + limitBytes + " bytes.");
    }

    /** 503: not now. */
    public static ApiError unavailable(String message) {
        return new ApiError(503, "ServiceUnavailableError", message);
    }

    /** The response body. */
    public byte[] body() {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeObjectFieldStart("error");
                    json.writeStringField("message", message);
                    json.writeStringField("type", type);
                    json.writeNullField("param");
                    json.writeNumberField("code", status);
                    json.writeEndObject();
                    json.writeEndObject();
                });
    }
}
