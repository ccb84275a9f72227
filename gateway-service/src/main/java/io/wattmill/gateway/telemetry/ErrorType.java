// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import java.util.Set;

/**
 * Values of {@code error.type}: a closed list, for a label's values are series for ever, and an
 * engine chooses its own status.
 */
public final class ErrorType {

    /** No error: a label with no text is no label to Prometheus. */
    public static final String NONE = "";

    /** OpenTelemetry's word for an error that is not on the list. */
    public static final String OTHER = "_OTHER";

    private static final String STATUS = "status-";
    private static final Set<String> STATUSES =
            Set.of(
                    "400", "401", "402", "403", "404", "405", "408", "409", "413", "422", "429",
                    "500", "501", "502", "503", "504", "529");
    private static final Set<String> REASONS =
            Set.of(
                    "api_not_served",
                    "broke-off",
                    "circuit-open",
                    "circuit_open",
                    "client_closed",
                    "context_length_exceeded",
                    "engine_failed",
                    "engine_overloaded",
                    "engine_timeout",
                    "engine_unreachable",
                    "garbage",
                    "gateway-lacks-api",
                    "gateway-queue-full",
                    "model_not_found",
                    "model_unpriced",
                    "no_capacity",
                    "no_eligible_node",
                    "rejected_by_engine",
                    "reported",
                    "router_unavailable",
                    "timeout-between-tokens",
                    "timeout-first-token",
                    "timeout-prefill",
                    "timeout-total",
                    "too-large",
                    "unreachable");

    private ErrorType() {}

    /**
     * What the relay calls an engine's {@code status}, in records and series: its number where it
     * is on the list, for an engine may choose any.
     */
    public static String statusReason(int status) {
        String number = Integer.toString(status);
        return STATUS + (STATUSES.contains(number) ? number : "other");
    }

    /**
     * The type of an error that the relay calls {@code reason}; an engine's status stands as its
     * number.
     */
    public static String of(String reason) {
        if (reason.isEmpty()) {
            return NONE;
        }
        if (reason.startsWith(STATUS)) {
            String status = reason.substring(STATUS.length());
            return STATUSES.contains(status) ? status : OTHER;
        }
        return REASONS.contains(reason) ? reason : OTHER;
    }
}
