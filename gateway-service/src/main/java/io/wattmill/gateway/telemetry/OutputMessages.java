// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Reasoning;
import io.wattmill.gateway.wire.Slice;

import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what an engine answers, chunk by chunk or whole, as {@code gen_ai.output.messages}; no
 * more characters of it than allowed. One thread.
 */
public final class OutputMessages {

    private static final int MAX_CHOICES = 16;

    private final Content.Budget budget;
    private final Map<Integer, Choice> choices = new TreeMap<>();

    private static final class Choice {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder calls = new StringBuilder();
        private String finishReason = "";
    }

    /** Room for this many characters. */
    public OutputMessages(int maxChars) {
        budget = new Content.Budget(maxChars);
    }

    /** Takes a document of the engine, in OpenAI's shape. */
    public void add(Slice document) {
        if (!budget.isSpent()) {
            read(document);
        }
    }

    private void read(Slice document) {
        JsonNode json = Content.read(document.bytes(), document.from(), document.to());
        for (JsonNode said : json.path("choices")) {
            int index = said.path("index").asInt();
            if (index >= 0 && index < MAX_CHOICES) {
                add(choices.computeIfAbsent(index, _ -> new Choice()), said);
            }
        }
    }

    private void add(Choice choice, JsonNode said) {
        choice.text.append(budget.cut(said.path("text").asText("")));
        add(choice, said.path("delta"), said.path("finish_reason"));
        add(choice, said.path("message"), said.path("finish_reason"));
    }

    private void add(Choice choice, JsonNode message, JsonNode finish) {
        choice.text.append(budget.cut(text(message, "content")));
        choice.reasoning.append(budget.cut(Reasoning.of(message)));
        for (JsonNode call : message.path("tool_calls")) {
            choice.calls
                    .append(budget.cut(text(call.path("function"), "name")))
                    .append(budget.cut(text(call.path("function"), "arguments")));
        }
        if (finish.isTextual()) {
            choice.finishReason = budget.cut(finish.textValue());
        }
    }

    private static String text(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isTextual() ? value.textValue() : "";
    }

    /** What was answered, as JSON. */
    public String json() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Choice choice : choices.values()) {
            ObjectNode message = all.addObject().put("role", "assistant");
            ArrayNode parts = message.putArray("parts");
            put(parts, "reasoning", choice.reasoning);
            put(parts, "text", choice.text);
            put(parts, "tool_call", choice.calls);
            message.put("finish_reason", choice.finishReason);
        }
        return Content.write(all);
    }

    private static void put(ArrayNode parts, String type, StringBuilder said) {
        if (!said.isEmpty()) {
            parts.addObject().put("type", type).put("content", said.toString());
        }
    }
}
