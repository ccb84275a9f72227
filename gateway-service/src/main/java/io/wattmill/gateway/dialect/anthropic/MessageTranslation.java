// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages as chat has them: a tool's result is a message of its own, before what the user says
 * beside it; thinking goes back to the engine as {@code reasoning_content}.
 */
final class MessageTranslation {

    private final Trees trees;
    private final ArrayNode chat;

    /** A translation that appends to {@code chat}. */
    MessageTranslation(Trees trees, ArrayNode chat) {
        this.trees = trees;
        this.chat = chat;
    }

    void add(Fields message) throws WireException {
        String role = message.requiredText("role");
        JsonNode content = message.required("content");
        switch (role) {
            case "user" -> user(ContentBlocks.of(content, message.at("content")), message);
            case "assistant" -> assistant(ContentBlocks.of(content, message.at("content")));
            case "system" ->
                    chat.addObject()
                            .put("role", role)
                            .put("content", ContentBlocks.text(content, message.at("content")));
            default -> throw Members.wrong(message.at("role"), "must be 'user' or 'assistant'");
        }
    }

    // --- user

    private void user(List<Fields> blocks, Fields message) throws WireException {
        if (blocks.isEmpty()) {
            throw Members.wrong(message.at("content"), "must not be empty");
        }
        ArrayNode parts = Trees.NODES.arrayNode();
        for (Fields block : blocks) {
            switch (block.requiredText("type")) {
                case "text" -> parts.add(ContentBlocks.text(block));
                case "image" -> parts.add(ContentBlocks.image(block));
                case "document" -> parts.add(ContentBlocks.document(block));
                case "tool_result" -> toolResult(block, parts);
                default -> throw block.untranslatable("type", "this type of block");
            }
        }
        if (!parts.isEmpty()) {
            ObjectNode user = chat.addObject().put("role", "user");
            boolean plain = parts.size() == 1 && parts.get(0).has("text");
            user.set("content", plain ? parts.get(0).get("text") : parts);
        }
    }

    /** Tools answer chat in text only: images go to what the user says. */
    private void toolResult(Fields block, ArrayNode parts) throws WireException {
        List<String> lines = new ArrayList<>();
        if (block.given("content").isPresent()) {
            for (Fields part : ContentBlocks.of(block.required("content"), block.at("content"))) {
                switch (part.requiredText("type")) {
                    case "text" -> lines.add(part.requiredText("text"));
                    case "image" -> parts.add(ContentBlocks.image(part));
                    case "document" ->
                            lines.add(ContentBlocks.document(part).path("text").asText());
                    default -> throw part.untranslatable("type", "this type of block");
                }
            }
        }
        String text = String.join("\n", lines);
        chat.addObject()
                .put("role", "tool")
                .put("tool_call_id", block.requiredText("tool_use_id"))
                .put("content", block.isTrue("is_error") ? "Error: " + text : text);
    }

    // --- assistant

    private void assistant(List<Fields> blocks) throws WireException {
        List<String> texts = new ArrayList<>();
        List<String> thoughts = new ArrayList<>();
        ArrayNode calls = Trees.NODES.arrayNode();
        for (Fields block : blocks) {
            switch (block.requiredText("type")) {
                case "text" -> texts.add(block.requiredText("text"));
                case "thinking" -> thoughts.add(block.requiredText("thinking"));
                case "redacted_thinking" -> {}
                case "tool_use" -> calls.add(call(block));
                default -> throw block.untranslatable("type", "this type of block");
            }
        }
        ObjectNode assistant = chat.addObject().put("role", "assistant");
        if (texts.isEmpty() && !calls.isEmpty()) {
            assistant.putNull("content");
        } else {
            assistant.put("content", String.join("\n", texts));
        }
        if (!thoughts.isEmpty()) {
            assistant.put("reasoning_content", String.join("\n", thoughts));
        }
        if (!calls.isEmpty()) {
            assistant.set("tool_calls", calls);
        }
    }

    private ObjectNode call(Fields block) throws WireException {
        ObjectNode call =
                Trees.NODES
                        .objectNode()
                        .put("id", block.requiredText("id"))
                        .put("type", "function");
        call.putObject("function")
                .put("name", block.requiredText("name"))
                .put("arguments", trees.text(block.requiredObject("input").node()));
        return call;
    }
}
