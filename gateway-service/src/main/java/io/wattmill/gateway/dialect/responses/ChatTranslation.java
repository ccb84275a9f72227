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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request for a response as a chat completion. What chat calls the same, or nobody here knows,
 * goes through untouched; what has no counterpart is refused by name.
 */
final class ChatTranslation {

    /** What chat calls otherwise, by its name there. */
    static final Map<String, String> NAMES =
            Map.of(
                    "messages", "input",
                    "max_completion_tokens", "max_output_tokens",
                    "response_format", "text",
                    "verbosity", "text",
                    "reasoning_effort", "reasoning",
                    "logprobs", "top_logprobs");

    /** What this API alone knows, and what is translated. */
    private static final Set<String> OURS =
            Set.of(
                    "input",
                    "instructions",
                    "previous_response_id",
                    "max_output_tokens",
                    "max_tool_calls",
                    "text",
                    "reasoning",
                    "tools",
                    "tool_choice",
                    "top_logprobs",
                    "include",
                    "store",
                    "metadata",
                    "background",
                    "truncation",
                    "conversation",
                    "prompt",
                    "context_management",
                    "stream_options");

    private final ResponseOrder order;
    private final Fields request;
    private final ObjectNode chat = Trees.NODES.objectNode();

    private ChatTranslation(ResponseOrder order) {
        this.order = order;
        this.request = order.request();
    }

    /**
     * The chat completion that {@code order} asks for.
     *
     * @param past items of the responses that it builds on, oldest first
     * @throws WireException when no engine could be asked that
     */
    static ObjectNode of(ResponseOrder order, List<ArrayNode> past) throws WireException {
        return new ChatTranslation(order).chat(past);
    }

    private ObjectNode chat(List<ArrayNode> past) throws WireException {
        for (Map.Entry<String, JsonNode> member : request.node().properties()) {
            if (!OURS.contains(member.getKey()) && !member.getValue().isNull()) {
                chat.set(member.getKey(), member.getValue());
            }
        }
        chat.set("messages", messages(past));
        ToolTranslation.put(request, chat);
        bound();
        logprobs();
        Optional<Fields> reasoning = request.object("reasoning");
        String effort = reasoning.isEmpty() ? "" : reasoning.get().text("effort");
        if (!effort.isEmpty()) {
            chat.put("reasoning_effort", effort);
        }
        FormatTranslation.put(request, chat);
        return chat;
    }

    private ArrayNode messages(List<ArrayNode> past) throws WireException {
        ArrayNode messages = Trees.NODES.arrayNode();
        String instructions = request.text("instructions");
        if (!instructions.isEmpty()) {
            messages.addObject().put("role", "system").put("content", instructions);
        }
        var translation = new InputTranslation(messages);
        for (ArrayNode items : past) {
            translation.add(items, "previous_response_id");
        }
        input(translation, messages);
        if (messages.isEmpty()) {
            throw Members.wrong("input", "must hold at least one item");
        }
        return messages;
    }

    private void input(InputTranslation translation, ArrayNode messages) throws WireException {
        JsonNode input = request.required("input");
        if (input.isTextual()) {
            messages.addObject().put("role", "user").set("content", input);
        } else if (input instanceof ArrayNode items) {
            translation.add(items, "input");
        } else {
            throw Members.wrong("input", "must be a string or an array of items");
        }
    }

    private void bound() throws WireException {
        Optional<JsonNode> bound = request.given("max_output_tokens");
        if (bound.isPresent()) {
            JsonNode tokens = bound.get();
            if (!tokens.isIntegralNumber() || !tokens.canConvertToLong() || tokens.asLong() < 1) {
                throw Members.wrong("max_output_tokens", "must be an integer of 1 or more");
            }
            chat.set("max_completion_tokens", tokens);
        }
    }

    private void logprobs() throws WireException {
        Optional<JsonNode> top = request.given("top_logprobs");
        if (top.isPresent() && !top.get().isInt()) {
            throw Members.wrong("top_logprobs", "must be an integer");
        }
        if (order.wantsLogprobs()) {
            chat.put("logprobs", true);
            top.ifPresent(number -> chat.set("top_logprobs", number));
        }
    }
}
