// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tenancy;

import io.wattmill.gateway.identity.Delegation;
import io.wattmill.gateway.wire.ApiError;

/**
 * Why something is not done.
 *
 * @param kind what sort of reason
 * @param parameter the member that is at fault
 * @param message what and why, and what would do, for a person
 */
public record Refusal(Kind kind, String parameter, String message) {

    /** Sorts of reasons. */
    public enum Kind {
        /** The request makes no sense. */
        INVALID,
        /** Not there, or out of the caller's reach, which looks the same. */
        MISSING,
        /** The caller may not. */
        BEYOND,
        /** Not as things stand. */
        CONFLICT,
        /** There are as many as there may be. */
        FULL
    }

    /** The request makes no sense. */
    public static Refusal invalid(String parameter, String message) {
        return new Refusal(Kind.INVALID, parameter, message);
    }

    /** There is no such thing within the caller's reach. */
    public static Refusal missing(String what, String id) {
        return new Refusal(
                Kind.MISSING,
                what,
                "There is no " + what + " '" + id + "' here; GET /admin/" + what + "s lists them.");
    }

    /** The caller's own right does not go so far. */
    public static Refusal beyond(Delegation.Beyond beyond) {
        Kind kind = beyond == Delegation.Beyond.PLACE ? Kind.MISSING : Kind.BEYOND;
        return new Refusal(kind, beyond.parameter(), beyond.message());
    }

    /** Not as things stand. */
    public static Refusal conflict(String parameter, String message) {
        return new Refusal(Kind.CONFLICT, parameter, message);
    }

    /** The limit {@code setting} is reached. */
    public static Refusal full(String what, int limit, String setting) {
        return new Refusal(
                Kind.FULL,
                setting,
                "There are "
                        + limit
                        + " live "
                        + what
                        + " already; end one, or raise "
                        + setting
                        + ".");
    }

    /** As the API says it. */
    public ApiError error() {
        return switch (kind) {
            case INVALID -> ApiError.badParameter(parameter, "invalid_value", message);
            case MISSING -> ApiError.notFound(message);
            case BEYOND -> ApiError.beyondOwnRights(parameter, message);
            case CONFLICT -> ApiError.conflict(parameter, "conflict", message);
            case FULL -> ApiError.conflict(parameter, "limit_reached", message);
        };
    }
}
