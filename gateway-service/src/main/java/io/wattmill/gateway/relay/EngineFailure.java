// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.telemetry.ErrorType;
import io.wattmill.gateway.wire.ApiError;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * An attempt that came to nothing.
 *
 * @param reason short and of a closed list, for records and metrics; {@link ErrorType} has it
 * @param httpStatus the engine's status; 0 when there was none
 * @param elsewhere whether another engine might do better
 * @param error what the caller is told when there is no other
 * @param ending what it says about the engine
 */
record EngineFailure(
        String reason, int httpStatus, boolean elsewhere, ApiError error, Ending ending) {

    private static final int RETRY_SECONDS = 1;

    /** The engine is to blame, and another may do better. */
    private static EngineFailure bad(String reason, int httpStatus, ApiError error) {
        return new EngineFailure(reason, httpStatus, true, error, new Ending.Bad(reason));
    }

    /** The same, said with other words. */
    EngineFailure withMessage(String message) {
        return new EngineFailure(reason, httpStatus, elsewhere, error.withMessage(message), ending);
    }

    static EngineFailure unreachable() {
        return bad(
                "unreachable",
                0,
                ApiError.unavailable(
                        "engine_unreachable", "The engine cannot be reached.", RETRY_SECONDS));
    }

    /** So many of this gateway's requests wait for a connection that one more may not. */
    static EngineFailure queueFull() {
        return ours(
                "gateway-queue-full",
                ApiError.unavailable(
                        "engine_overloaded",
                        "Too many requests wait for a connection to the engine.",
                        RETRY_SECONDS));
    }

    /** This gateway's configuration lacks the hosted API that was chosen. */
    static EngineFailure notConfigured() {
        return ours(
                "gateway-lacks-api",
                ApiError.unavailable(
                        "engine_unreachable",
                        "This gateway does not know the engine that was chosen.",
                        RETRY_SECONDS));
    }

    /** This gateway could not call; the engine never heard of it. */
    private static EngineFailure ours(String reason, ApiError error) {
        return new EngineFailure(reason, 0, true, error, Ending.UNDECIDED);
    }

    /** Whether the engine was not even called, for a reason of this gateway's own. */
    boolean isOurs() {
        return httpStatus == 0 && ending.equals(Ending.UNDECIDED);
    }

    static EngineFailure brokeOff() {
        return bad("broke-off", 200, ApiError.badGateway("engine_failed", "The engine broke off."));
    }

    static EngineFailure garbage() {
        return bad(
                "garbage",
                200,
                ApiError.badGateway(
                        "engine_failed", "The engine sent something that is not an answer."));
    }

    /** How much an engine sends is for the request to say. */
    static EngineFailure tooLarge() {
        return new EngineFailure(
                "too-large",
                200,
                false,
                ApiError.badGateway(
                        "engine_failed", "The engine sent more than this gateway passes on."),
                Ending.UNDECIDED);
    }

    static EngineFailure reported() {
        return bad(
                "reported",
                200,
                ApiError.badGateway("engine_failed", "The engine reported an error."));
    }

    /** The next part did not come, or not even the first. */
    static EngineFailure late(boolean sawOutput) {
        String phase = sawOutput ? "between-tokens" : "first-token";
        return bad(
                "timeout-" + phase,
                0,
                ApiError.gatewayTimeout(
                        "engine_timeout", "The engine took too long (" + phase + ")."));
    }

    /** The first of two engines did not compute the prompt in time. */
    static EngineFailure prefillLate() {
        return bad(
                "timeout-prefill",
                0,
                ApiError.gatewayTimeout(
                        "engine_timeout", "The engine took too long to compute the prompt."));
    }

    /** A request may live so long and no longer, whoever is slow. */
    static EngineFailure outOfTime() {
        return new EngineFailure(
                "timeout-total",
                200,
                false,
                ApiError.gatewayTimeout(
                        "engine_timeout", "The answer took longer than any may take here."),
                Ending.UNDECIDED);
    }

    /**
     * A status other than 200; what it says about the engine is the table of adr 18. What is the
     * caller's own fault is told as the engine told it, and not tried again.
     *
     * @param retryAfter seconds for which the engine asks not to be called
     */
    static EngineFailure status(int status, String message, OptionalInt retryAfter) {
        String reason = ErrorType.statusReason(status);
        return switch (status) {
            case 400, 413, 422 -> rejected(reason, status, message);
            case 404, 405, 501 -> notServed(reason, status);
            case 429, 503 -> overloaded(reason, status, retryAfter);
            default -> failed(reason, status);
        };
    }

    private static EngineFailure rejected(String reason, int status, String message) {
        ApiError error = ApiError.badRequest("rejected_by_engine", message).withStatus(status);
        return new EngineFailure(reason, status, false, error, Ending.UNDECIDED);
    }

    private static EngineFailure notServed(String reason, int status) {
        ApiError error =
                ApiError.badRequest(
                        "api_not_served",
                        "The engines of this model do not serve it by this API (they answered with"
                                + " status "
                                + status
                                + "); GET /v1/capabilities says which model takes what.");
        return new EngineFailure(reason, status, true, error, Ending.UNDECIDED);
    }

    private static EngineFailure overloaded(String reason, int status, OptionalInt retryAfter) {
        ApiError error =
                ApiError.unavailable(
                        "engine_overloaded", "The engine is overloaded.", RETRY_SECONDS);
        return new EngineFailure(reason, status, true, error, rest(reason, status, retryAfter));
    }

    private static EngineFailure failed(String reason, int status) {
        String message = "The engine answered with status " + status + ".";
        ApiError error = ApiError.badGateway("engine_failed", message);
        Ending ending = isCallers(status) ? Ending.UNDECIDED : new Ending.Bad(reason);
        return new EngineFailure(reason, status, true, error, ending);
    }

    private static Ending rest(String reason, int status, OptionalInt retryAfter) {
        if (retryAfter.isPresent()) {
            return new Ending.Rest(reason, Duration.ofSeconds(retryAfter.getAsInt()));
        }
        return status == 503 ? new Ending.Bad(reason) : Ending.UNDECIDED;
    }

    /** Who is let in to an engine is between the site and the engine; the rest of 4xx is not. */
    private static boolean isCallers(int status) {
        return status >= 400 && status < 500 && (status < 401 || status > 403);
    }
}
