// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Why a message ends, in Anthropic's terms.
 *
 * @param reason {@code end_turn}, {@code max_tokens}, {@code stop_sequence}, {@code tool_use} or
 *     {@code refusal}
 * @param sequence the caller's text that ended it; empty when none did
 */
record StopReason(String reason, String sequence) {

    /** What an engine that names no reason is taken to mean. */
    static final StopReason END_TURN = new StopReason("end_turn", "");

    /**
     * The reason that {@code choice} of a chat names. A choice that calls tools says so even where
     * the engine, told to call one, only says {@code stop}.
     */
    static StopReason of(JsonNode choice, boolean callsTools) {
        return switch (choice.path("finish_reason").asText("")) {
            case "length" -> new StopReason("max_tokens", "");
            case "tool_calls", "function_call" -> new StopReason("tool_use", "");
            case "content_filter" -> new StopReason("refusal", "");
            default -> callsTools ? new StopReason("tool_use", "") : bySequence(choice);
        };
    }

    /** vLLM names the text that matched as {@code stop_reason}, SGLang as {@code matched_stop}. */
    private static StopReason bySequence(JsonNode choice) {
        for (String name : new String[] {"stop_reason", "matched_stop"}) {
            String text = choice.path(name).isTextual() ? choice.path(name).textValue() : "";
            if (!text.isEmpty()) {
                return new StopReason("stop_sequence", text);
            }
        }
        return END_TURN;
    }
}
