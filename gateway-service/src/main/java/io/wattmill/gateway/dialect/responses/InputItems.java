// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Trees;

import java.util.Map;

/**
 * The items of a request's input as they are kept: each with a type, an id and a status, each text
 * as content, so that whoever reads them needs to know one form only.
 */
final class InputItems {

    /** How the ids of a type begin. */
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "message", "msg_",
                    "reasoning", "rs_",
                    "function_call", "fc_",
                    "function_call_output", "fco_");

    private InputItems() {}

    /**
     * The items of an input that has been found valid.
     *
     * @param suffix what makes ids that are given here unlike those of other requests
     */
    static ArrayNode of(JsonNode input, String suffix) {
        ArrayNode items = Trees.NODES.arrayNode();
        if (input.isTextual()) {
            ObjectNode message = Trees.NODES.objectNode().put("role", "user");
            items.add(item(message.set("content", input), suffix + "_in0"));
        }
        for (JsonNode given : input) {
            if (given instanceof ObjectNode object) {
                items.add(item(object, suffix + "_in" + items.size()));
            }
        }
        return items;
    }

    private static ObjectNode item(ObjectNode given, String suffix) {
        String type = given.path("type").asText("message");
        String prefix = PREFIXES.getOrDefault(type, "item_");
        ObjectNode item = Trees.NODES.objectNode();
        item.put("id", given.path("id").asText(prefix + suffix));
        item.put("type", type).put("status", given.path("status").asText("completed"));
        given.properties().forEach(member -> item.putIfAbsent(member.getKey(), member.getValue()));
        if (type.equals("message")) {
            item.set("content", content(given.path("content"), given.path("role").asText("")));
        } else if (type.equals("reasoning") && !item.has("summary")) {
            item.putArray("summary");
        }
        return item;
    }

    private static ArrayNode content(JsonNode content, String role) {
        ArrayNode parts = Trees.NODES.arrayNode();
        if (content.isTextual()) {
            boolean said = role.equals("assistant");
            ObjectNode part = parts.addObject().put("type", said ? "output_text" : "input_text");
            part.set("text", content);
        }
        content.forEach(given -> parts.add(given));
        parts.forEach(InputItems::complete);
        return parts;
    }

    /** What readers expect of a part and senders may leave out. */
    private static void complete(JsonNode part) {
        if (part instanceof ObjectNode object) {
            switch (object.path("type").asText("")) {
                case "output_text" -> {
                    object.putIfAbsent("annotations", Trees.NODES.arrayNode());
                    object.putIfAbsent("logprobs", Trees.NODES.arrayNode());
                }
                case "input_image" -> object.putIfAbsent("detail", Trees.NODES.textNode("auto"));
                default -> {}
            }
        }
    }
}
