// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.gateway.admission.Tiers;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.wire.ApiError;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Reads what a caller says its work is for: headers {@code x-wattmill-*}, or OpenAI's fields that
 * say the same.
 */
final class WorkHeaders {

    private static final int MAX_CHARS = 256;
    private static final String[] NAMES = {
        "x-wattmill-session",
        "x-wattmill-run",
        "x-wattmill-parent",
        "x-wattmill-agent",
        "x-wattmill-label",
        "x-wattmill-tier"
    };

    private WorkHeaders() {}

    /** The first value that is too long or not printable, as an error. */
    static Optional<ApiError> refusal(MultiMap headers, EngineRequest request) {
        for (String name : NAMES) {
            if (!isPlain(text(headers, name))) {
                return Optional.of(bad(name));
            }
        }
        if (!isPlain(request.serviceTier())) {
            return Optional.of(bad("service_tier"));
        }
        return isShort(request.user()) ? SloHeaders.refusal(headers) : Optional.of(bad("user"));
    }

    private static ApiError bad(String name) {
        return ApiError.badParameter(
                name,
                "invalid_value",
                "'" + name + "' must be at most " + MAX_CHARS + " printable characters.");
    }

    /** The context; call {@link #refusal} first. An agent's key speaks as that agent alone. */
    static WorkContext context(MultiMap headers, EngineRequest request, KeyRecord key) {
        String tier = text(headers, "x-wattmill-tier");
        return WorkContext.newBuilder()
                .setSessionId(text(headers, "x-wattmill-session"))
                .setRunId(text(headers, "x-wattmill-run"))
                .setParentId(text(headers, "x-wattmill-parent"))
                .setAgent(key.agent(text(headers, "x-wattmill-agent")))
                .setLabel(text(headers, "x-wattmill-label"))
                .setTier(Tiers.of(tier.isEmpty() ? request.serviceTier() : tier))
                .setUser(request.user())
                .build();
    }

    private static String text(MultiMap headers, String name) {
        @Nullable String value = headers.get(name);
        return value == null ? "" : value;
    }

    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c >= 127) {
                return false;
            }
        }
        return isShort(text);
    }

    private static boolean isShort(String text) {
        return text.length() <= MAX_CHARS;
    }
}
