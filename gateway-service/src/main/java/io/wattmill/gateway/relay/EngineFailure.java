// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.wire.ApiError;

/**
 * An attempt that came to nothing.
 *
 * @param reason short and constant, for records and metrics
 * @param httpStatus the engine's status; 0 when there was none
 * @param elsewhere whether another engine might do better
 * @param error what the caller is told when there is no other
 */
record EngineFailure(String reason, int httpStatus, boolean elsewhere, ApiError error) {

    private static final int RETRY_SECONDS = 1;

    /** The same, said with other words. */
    EngineFailure withMessage(String message) {
        return new EngineFailure(reason, httpStatus, elsewhere, error.withMessage(message));
    }

    static EngineFailure unreachable() {
        return new EngineFailure(
                "unreachable",
                0,
                true,
                ApiError.unavailable(
                        "engine_unreachable", "The engine cannot be reached.", RETRY_SECONDS));
    }

    static EngineFailure brokeOff() {
        return new EngineFailure(
                "broke-off",
                200,
                true,
                ApiError.badGateway("engine_failed", "The engine broke off."));
    }

    static EngineFailure garbage() {
        return new EngineFailure(
                "garbage",
                200,
                true,
                ApiError.badGateway(
                        "engine_failed", "The engine sent something that is not an answer."));
    }

    static EngineFailure tooLarge() {
        return new EngineFailure(
                "too-large",
                200,
                false,
                ApiError.badGateway(
                        "engine_failed", "The engine sent more than this gateway passes on."));
    }

    static EngineFailure reported() {
        return new EngineFailure(
                "reported",
                200,
                true,
                ApiError.badGateway("engine_failed", "The engine reported an error."));
    }

    static EngineFailure timeout(String phase) {
        return new EngineFailure(
                "timeout-" + phase,
                0,
                true,
                ApiError.gatewayTimeout(
                        "engine_timeout", "The engine took too long (" + phase + ")."));
    }

    /**
     * A status other than 200. What is the caller's own fault is told as the engine told it, and
     * not tried again.
     */
    static EngineFailure status(int status, String message) {
        String reason = "status-" + status;
        return switch (status) {
            case 400, 413, 422 ->
                    new EngineFailure(
                            reason,
                            status,
                            false,
                            ApiError.badRequest("rejected_by_engine", message).withStatus(status));
            case 404, 405, 501 ->
                    new EngineFailure(
                            reason,
                            status,
                            true,
                            ApiError.badRequest(
                                    "api_not_served",
                                    "The engines of this model do not serve it by this API (they"
                                            + " answered with status "
                                            + status
                                            + "); GET /v1/capabilities says which model takes"
                                            + " what."));
            case 429, 503 ->
                    new EngineFailure(
                            reason,
                            status,
                            true,
                            ApiError.unavailable(
                                    "engine_overloaded",
                                    "The engine is overloaded.",
                                    RETRY_SECONDS));
            default ->
                    new EngineFailure(
                            reason,
                            status,
                            true,
                            ApiError.badGateway(
                                    "engine_failed",
                                    "The engine answered with status " + status + "."));
        };
    }
}
