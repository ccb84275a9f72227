// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Optional;

/**
 * Items as messages of a chat. What an assistant thought, said and called are items of their own
 * here, and one message there.
 */
final class InputTranslation {

    private static final String CONTENT = "content";
    private static final String CALLS = "tool_calls";
    private static final String THOUGHTS = "reasoning_content";

    private final ArrayNode chat;
    private Optional<ObjectNode> assistant = Optional.empty();

    /** A translation that appends to {@code chat}. */
    InputTranslation(ArrayNode chat) {
        this.chat = chat;
    }

    /** Appends {@code items}, which lie at {@code path}. */
    void add(ArrayNode items, String path) throws WireException {
        for (int i = 0; i < items.size(); i++) {
            add(Fields.of(items.get(i), path + "[" + i + "]"));
        }
    }

    private void add(Fields item) throws WireException {
        String type = item.text("type");
        switch (type.isEmpty() && item.given("role").isPresent() ? "message" : type) {
            case "message" -> message(item);
            case "reasoning" -> reasoning(item);
            case "function_call" -> call(item);
            case "function_call_output" -> result(item);
            case "item_reference" ->
                    throw Members.wrong(
                            item.at("type"),
                            "may not be item_reference here: send the item itself, or build on its"
                                    + " response with 'previous_response_id'");
            case "" -> throw Members.missing(item.at("type"));
            default -> throw item.untranslatable("type", "this type of item");
        }
    }

    private void message(Fields item) throws WireException {
        String role = item.requiredText("role");
        JsonNode content = item.required(CONTENT);
        switch (role) {
            case "user" -> say("user", ContentParts.of(content, item.at(CONTENT)));
            case "system", "developer" ->
                    say(
                            "system",
                            Trees.NODES.textNode(ContentParts.text(content, item.at(CONTENT))));
            case "assistant" -> answer(ContentParts.text(content, item.at(CONTENT)));
            default ->
                    throw Members.wrong(
                            item.at("role"), "must be user, assistant, system or developer");
        }
    }

    private void say(String role, JsonNode content) {
        assistant = Optional.empty();
        chat.addObject().put("role", role).set(CONTENT, content);
    }

    private void answer(String text) {
        unlessOpen(CONTENT, CALLS).put(CONTENT, text);
    }

    /** Thoughts that only their maker can read say nothing to an engine. */
    private void reasoning(Fields item) throws WireException {
        String text = ContentParts.thoughts(item);
        if (!text.isEmpty()) {
            unlessOpen(CONTENT, CALLS, THOUGHTS).put(THOUGHTS, text);
        }
    }

    private void call(Fields item) throws WireException {
        ObjectNode call =
                Trees.NODES
                        .objectNode()
                        .put("id", item.requiredText("call_id"))
                        .put("type", "function");
        call.putObject("function")
                .put("name", item.requiredText("name"))
                .put("arguments", item.requiredText("arguments"));
        unlessOpen().withArrayProperty(CALLS).add(call);
    }

    private void result(Fields item) throws WireException {
        assistant = Optional.empty();
        JsonNode output = item.required("output");
        chat.addObject()
                .put("role", "tool")
                .put("tool_call_id", item.requiredText("call_id"))
                .put(CONTENT, ContentParts.text(output, item.at("output")));
    }

    /** The message that is open, or a new one where it has one of {@code members} already. */
    private ObjectNode unlessOpen(String... members) {
        for (String member : members) {
            assistant = assistant.filter(message -> !message.hasNonNull(member));
        }
        ObjectNode message =
                assistant.orElseGet(
                        () -> chat.addObject().put("role", "assistant").putNull(CONTENT));
        assistant = Optional.of(message);
        return message;
    }
}
