// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said, as OpenTelemetry's conventions write messages: for sites that opt in to see it.
 * Texts are cut where the bound is reached; images, sounds and files are named, never copied.
 */
public final class Content {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Content() {}

    /** {@code gen_ai.input.messages} of a request in OpenAI's shape, of this many characters. */
    public static String input(byte[] body, int maxChars) {
        try {
            return input(JSON.readTree(body), new Budget(maxChars)).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static ArrayNode input(JsonNode request, Budget budget) {
        ArrayNode all = NODES.arrayNode();
        request.path("messages").forEach(message -> all.add(message(message, budget)));
        for (String prompt : List.of("prompt", "input")) {
            JsonNode said = request.path(prompt);
            if (!said.isMissingNode()) {
                ObjectNode user = all.addObject().put("role", "user");
                parts(said, user.putArray("parts"), budget);
            }
        }
        return all;
    }

    private static ObjectNode message(JsonNode message, Budget budget) {
        ObjectNode told = NODES.objectNode().put("role", budget.cut(text(message, "role")));
        ArrayNode parts = told.putArray("parts");
        if (message.has("tool_call_id")) {
            parts.addObject()
                    .put("type", "tool_call_response")
                    .put("id", budget.cut(text(message, "tool_call_id")))
                    .put("response", budget.cut(text(message, "content")));
        } else {
            parts(message.path("content"), parts, budget);
        }
        toolCalls(message.path("tool_calls"), parts, budget);
        return told;
    }

    private static void parts(JsonNode content, ArrayNode parts, Budget budget) {
        if (content.isTextual()) {
            parts.add(part("text", content.textValue(), budget));
        }
        if (content.isArray()) {
            for (JsonNode part : content) {
                String said = part.isTextual() ? part.textValue() : text(part, "text");
                String type = said.isEmpty() ? text(part, "type") : "text";
                parts.add(part(type, said, budget));
            }
        }
    }

    static ObjectNode part(String type, String text, Budget budget) {
        ObjectNode part = NODES.objectNode().put("type", budget.cut(type));
        return text.isEmpty() ? part : part.put("content", budget.cut(text));
    }

    private static void toolCalls(JsonNode calls, ArrayNode parts, Budget budget) {
        for (JsonNode call : calls) {
            parts.addObject()
                    .put("type", "tool_call")
                    .put("id", budget.cut(text(call, "id")))
                    .put("name", budget.cut(text(call.path("function"), "name")))
                    .put("arguments", budget.cut(text(call.path("function"), "arguments")));
        }
    }

    private static String text(JsonNode object, String member) {
        return object.path(member).asText("");
    }

    /** The strings at which an engine is to stop. */
    public static List<String> stops(byte[] body) {
        List<String> stops = new ArrayList<>();
        try {
            JsonNode said = JSON.readTree(body).path("stop");
            if (said.isTextual()) {
                stops.add(said.textValue());
            }
            said.forEach(stop -> stops.add(stop.asText()));
        } catch (IOException _) {
            return List.of();
        }
        return stops;
    }

    static JsonNode read(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from, to - from);
        } catch (IOException _) {
            return NODES.missingNode();
        }
    }

    static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is JSON", e);
        }
    }

    /** Characters that may still be told. */
    static final class Budget {

        private int left;

        Budget(int chars) {
            left = chars;
        }

        boolean isSpent() {
            return left == 0;
        }

        /** As much of {@code text} as there is room for; after a text that was cut, nothing. */
        String cut(String text) {
            int end = Math.min(left, text.length());
            if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            left = end < text.length() ? 0 : left - end;
            return text.substring(0, end);
        }
    }
}
