// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Optional;

/** Tools, and which of them the model is to use. */
final class ToolTranslation {

    private final Fields request;
    private final ObjectNode chat;

    ToolTranslation(Fields request, ObjectNode chat) {
        this.request = request;
        this.chat = chat;
    }

    void put() throws WireException {
        if (request.given("tools").isPresent()) {
            tools(request.requiredArray("tools"));
        }
        Optional<Fields> choice = request.object("tool_choice");
        if (choice.isPresent()) {
            choice(choice.get());
        }
    }

    private void tools(ArrayNode given) throws WireException {
        ArrayNode tools = Trees.NODES.arrayNode();
        for (int i = 0; i < given.size(); i++) {
            tools.add(tool(Fields.of(given.get(i), "tools." + i)));
        }
        if (!tools.isEmpty()) {
            chat.set("tools", tools);
        }
    }

    /** Tools with another type run at Anthropic, not at the caller. */
    private static ObjectNode tool(Fields given) throws WireException {
        String type = given.text("type");
        if (!type.isEmpty() && !type.equals("custom")) {
            throw given.untranslatable("type", "the tool '" + type + "'");
        }
        ObjectNode tool = Trees.NODES.objectNode().put("type", "function");
        ObjectNode function = tool.putObject("function").put("name", given.requiredText("name"));
        copy(given, "description", function, "description");
        copy(given, "strict", function, "strict");
        function.set("parameters", given.requiredObject("input_schema").node());
        return tool;
    }

    private static void copy(Fields from, String name, ObjectNode to, String as) {
        Optional<JsonNode> value = from.given(name);
        value.ifPresent(node -> to.set(as, node));
    }

    private void choice(Fields choice) throws WireException {
        switch (choice.requiredText("type")) {
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                    chat.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", choice.requiredText("name"));
            default -> throw Members.wrong("tool_choice.type", "must be auto, any, tool or none");
        }
        if (choice.isTrue("disable_parallel_tool_use")) {
            chat.put("parallel_tool_calls", false);
        }
    }
}
