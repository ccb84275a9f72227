// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tools, and which of them the model is to use. */
final class ToolTranslation {

    private static final Set<String> CHOICES = Set.of("auto", "none", "required");
    private static final List<String> DETAILS = List.of("description", "parameters", "strict");

    private ToolTranslation() {}

    static void put(Fields request, ObjectNode chat) throws WireException {
        if (request.given("tools").isPresent()) {
            ArrayNode tools = tools(request.requiredArray("tools"));
            if (!tools.isEmpty()) {
                chat.set("tools", tools);
            }
        }
        Optional<JsonNode> choice = request.given("tool_choice");
        if (choice.isPresent()) {
            chat.set("tool_choice", choice(choice.get()));
        }
    }

    private static ArrayNode tools(ArrayNode given) throws WireException {
        ArrayNode tools = Trees.NODES.arrayNode();
        for (int i = 0; i < given.size(); i++) {
            Fields tool = Fields.of(given.get(i), "tools[" + i + "]");
            requireFunction(tool);
            ObjectNode function = tools.addObject().put("type", "function").putObject("function");
            function.put("name", tool.requiredText("name"));
            DETAILS.forEach(name -> tool.given(name).ifPresent(it -> function.set(name, it)));
        }
        return tools;
    }

    /** Others run at OpenAI, or have no counterpart in chat. */
    private static void requireFunction(Fields tool) throws WireException {
        if (!tool.requiredText("type").equals("function")) {
            throw tool.untranslatable("type", "this type of tool");
        }
    }

    private static JsonNode choice(JsonNode choice) throws WireException {
        if (choice.isTextual()) {
            if (!CHOICES.contains(choice.textValue())) {
                throw Members.wrong("tool_choice", "must be auto, none, required or a function");
            }
            return choice;
        }
        Fields one = Fields.of(choice, "tool_choice");
        requireFunction(one);
        ObjectNode chosen = Trees.NODES.objectNode().put("type", "function");
        chosen.putObject("function").put("name", one.requiredText("name"));
        return chosen;
    }
}
