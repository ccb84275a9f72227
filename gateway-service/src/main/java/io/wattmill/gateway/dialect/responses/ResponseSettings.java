// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a response says of its request. Clients read every member of it without asking whether it is
 * there, so what was not said has the value that it was taken for.
 */
final class ResponseSettings {

    private static final List<String> TOOL_DETAILS = List.of("description", "parameters", "strict");
    private static final List<String> FORMAT_DETAILS = List.of("description", "schema", "strict");

    private final Fields request;
    private final ObjectNode settings = Trees.NODES.objectNode();

    private ResponseSettings(Fields request) {
        this.request = request;
    }

    /** The settings of a request that has been found valid. */
    static ObjectNode of(Fields request) {
        return new ResponseSettings(request).all();
    }

    private ObjectNode all() {
        settings.put("background", false);
        orNull("instructions");
        orNull("max_output_tokens");
        orNull("max_tool_calls");
        settings.set("metadata", request.given("metadata").orElse(Trees.NODES.objectNode()));
        orElse("model", Trees.NODES.textNode(""));
        orElse("parallel_tool_calls", Trees.NODES.booleanNode(true));
        orNull("previous_response_id");
        orNull("prompt_cache_key");
        settings.putObject("reasoning")
                .put("effort", textOrNull(request.node().path("reasoning").path("effort")))
                .putNull("summary");
        orNull("safety_identifier");
        settings.put("service_tier", tier());
        number("temperature", 1);
        number("top_p", 1);
        number("presence_penalty", 0);
        number("frequency_penalty", 0);
        number("top_logprobs", 0);
        text();
        orElse("tool_choice", Trees.NODES.textNode("auto"));
        tools();
        settings.put("truncation", "disabled");
        request.given("user").ifPresent(user -> settings.set("user", user));
        return settings;
    }

    private void orNull(String name) {
        orElse(name, Trees.NODES.nullNode());
    }

    private void orElse(String name, JsonNode other) {
        settings.set(name, request.given(name).orElse(other));
    }

    private void number(String name, int other) {
        JsonNode fallback = Trees.NODES.numberNode(other);
        settings.set(name, request.given(name).filter(JsonNode::isNumber).orElse(fallback));
    }

    private static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }

    /** {@code auto} is what the caller leaves to the site, which serves it as the default. */
    private String tier() {
        String tier = request.node().path("service_tier").asText("");
        return tier.isEmpty() || tier.equals("auto") ? "default" : tier;
    }

    private void text() {
        ObjectNode text = settings.putObject("text");
        JsonNode given = request.node().path("text");
        ObjectNode format = text.putObject("format");
        JsonNode asked = given.path("format");
        format.put("type", asked.path("type").asText("text"));
        if (asked.path("type").asText("").equals("json_schema")) {
            format.set("name", asked.path("name"));
            details(asked, FORMAT_DETAILS, format);
        }
        if (given.path("verbosity").isTextual()) {
            text.set("verbosity", given.path("verbosity"));
        }
    }

    private void tools() {
        ArrayNode tools = settings.putArray("tools");
        for (JsonNode given : request.node().path("tools")) {
            ObjectNode tool = tools.addObject().put("type", "function");
            tool.set("name", given.path("name"));
            details(given, TOOL_DETAILS, tool);
        }
    }

    private static void details(JsonNode given, List<String> names, ObjectNode target) {
        for (String name : names) {
            target.set(name, given.has(name) ? given.get(name) : Trees.NODES.nullNode());
        }
    }
}
