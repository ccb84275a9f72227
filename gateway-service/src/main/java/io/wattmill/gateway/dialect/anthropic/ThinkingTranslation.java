// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Optional;

/**
 * How much a model is to think. Engines know no budget of tokens but an effort, and templates a
 * switch: {@code reasoning_effort} and {@code chat_template_kwargs.enable_thinking} are both set,
 * and a model reads the one that it knows. {@code max_tokens} bounds thinking and text together, as
 * in Anthropic's API.
 */
final class ThinkingTranslation {

    private static final String KWARGS = "chat_template_kwargs";

    /** Budgets below are low effort. */
    private static final long MEDIUM_TOKENS = 4_096;

    /** Budgets from here on are high effort. */
    private static final long HIGH_TOKENS = 16_384;

    private ThinkingTranslation() {}

    static void put(Fields request, ObjectNode chat) throws WireException {
        Optional<Fields> config = request.object("output_config");
        String effort = config.isEmpty() ? "" : config.get().text("effort");
        Optional<Fields> thinking = request.object("thinking");
        if (thinking.isPresent()) {
            thinking(thinking.get(), effort, chat);
        } else if (!effort.isEmpty()) {
            chat.put("reasoning_effort", effort);
        }
    }

    private static void thinking(Fields thinking, String effort, ObjectNode chat)
            throws WireException {
        switch (thinking.requiredText("type")) {
            case "disabled" -> enable(chat, false);
            case "adaptive", "between_tools" -> enable(chat, effort.isEmpty() ? "high" : effort);
            case "enabled" -> {
                String byBudget = effort(thinking.required("budget_tokens"));
                enable(chat, effort.isEmpty() ? byBudget : effort);
            }
            default ->
                    throw Members.wrong(
                            "thinking.type",
                            "must be enabled, adaptive, between_tools or disabled");
        }
    }

    private static String effort(JsonNode budget) throws WireException {
        if (!budget.isIntegralNumber() || !budget.canConvertToLong() || budget.longValue() < 1) {
            throw Members.wrong("thinking.budget_tokens", "must be an integer of 1 or more");
        }
        long tokens = budget.longValue();
        return tokens < MEDIUM_TOKENS ? "low" : tokens < HIGH_TOKENS ? "medium" : "high";
    }

    private static void enable(ObjectNode chat, String effort) {
        chat.put("reasoning_effort", effort);
        enable(chat, true);
    }

    /** What the caller said to the template itself stays. */
    private static void enable(ObjectNode chat, boolean enabled) {
        ObjectNode kwargs =
                chat.get(KWARGS) instanceof ObjectNode own ? own : chat.putObject(KWARGS);
        if (!kwargs.has("enable_thinking")) {
            kwargs.put("enable_thinking", enabled);
        }
    }
}
