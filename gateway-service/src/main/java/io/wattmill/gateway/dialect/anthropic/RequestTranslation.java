// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.dialect.tree.Fields;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Messages request as a chat completion. What chat calls the same, or does not know, goes through
 * untouched; what has no counterpart is refused by name rather than dropped. Dropped are {@code
 * cache_control}, for engines cache every prefix, and {@code redacted_thinking}, which no engine
 * can read.
 */
final class RequestTranslation {

    /** What chat calls otherwise, by its name there. */
    static final Map<String, String> NAMES =
            Map.of(
                    "reasoning_effort", "thinking",
                    "chat_template_kwargs", "thinking",
                    "response_format", "output_config",
                    "parallel_tool_calls", "tool_choice",
                    "stop", "stop_sequences",
                    "user", "metadata");

    /** Would change how many answers there are, or how they are told. */
    private static final Set<String> REFUSED = Set.of("n", "best_of", "stream_options");

    private static final Set<String> TRANSLATED =
            Set.of(
                    "system",
                    "messages",
                    "tools",
                    "tool_choice",
                    "stop_sequences",
                    "metadata",
                    "thinking",
                    "output_config",
                    "output_format",
                    "service_tier",
                    "cache_control");

    /** Anthropic's word for the tier that costs as listed. */
    private static final String STANDARD_ONLY = "standard_only";

    private final Trees trees;
    private final Fields request;
    private final ObjectNode chat = Trees.NODES.objectNode();

    private RequestTranslation(Trees trees, ObjectNode request) {
        this.trees = trees;
        this.request = new Fields(request, "");
    }

    /**
     * The chat completion that {@code request} asks for.
     *
     * @param counting whether only its tokens are asked for, so that it needs no bound on others
     * @throws WireException when it is no request, or one that no engine could be asked
     */
    static ObjectNode of(Trees trees, ObjectNode request, boolean counting) throws WireException {
        return new RequestTranslation(trees, request).chat(counting);
    }

    private ObjectNode chat(boolean counting) throws WireException {
        if (!counting) {
            requireBound();
        }
        passThrough();
        chat.set("messages", messages());
        new ToolTranslation(request, chat).put();
        stopSequences();
        user();
        serviceTier();
        ThinkingTranslation.put(request, chat);
        format();
        return chat;
    }

    /** Chat does not need one; Anthropic's API does. */
    private void requireBound() throws WireException {
        JsonNode bound = request.required("max_tokens");
        if (!bound.canConvertToLong() || !bound.isIntegralNumber() || bound.longValue() < 1) {
            throw Members.wrong("max_tokens", "must be an integer of 1 or more");
        }
    }

    private void passThrough() throws WireException {
        for (Map.Entry<String, JsonNode> member : request.node().properties()) {
            if (REFUSED.contains(member.getKey())) {
                throw Members.wrong(member.getKey(), "is not a parameter of this API");
            }
            if (!TRANSLATED.contains(member.getKey())) {
                chat.set(member.getKey(), member.getValue());
            }
        }
    }

    private ArrayNode messages() throws WireException {
        ArrayNode messages = Trees.NODES.arrayNode();
        Optional<JsonNode> system = request.given("system");
        if (system.isPresent()) {
            messages.addObject()
                    .put("role", "system")
                    .put("content", ContentBlocks.text(system.get(), "system"));
        }
        ArrayNode given = request.requiredArray("messages");
        if (given.isEmpty()) {
            throw Members.wrong("messages", "must hold at least one message");
        }
        var translation = new MessageTranslation(trees, messages);
        for (int i = 0; i < given.size(); i++) {
            translation.add(Fields.of(given.get(i), "messages." + i));
        }
        return messages;
    }

    private void stopSequences() throws WireException {
        if (request.given("stop_sequences").isPresent()) {
            ArrayNode stops = request.requiredArray("stop_sequences");
            for (JsonNode stop : stops) {
                if (!stop.isTextual()) {
                    throw Members.wrong("stop_sequences", "must hold strings only");
                }
            }
            if (!stops.isEmpty()) {
                chat.set("stop", stops);
            }
        }
    }

    private void user() throws WireException {
        Optional<Fields> metadata = request.object("metadata");
        String user = metadata.isEmpty() ? "" : metadata.get().text("user_id");
        if (!user.isEmpty()) {
            chat.put("user", user);
        }
    }

    private void serviceTier() throws WireException {
        String tier = request.text("service_tier");
        if (!tier.isEmpty()) {
            chat.put("service_tier", tier.equals(STANDARD_ONLY) ? "default" : tier);
        }
    }

    /** {@code output_config.format}, which was {@code output_format} while it was new. */
    private void format() throws WireException {
        Optional<Fields> config = request.object("output_config");
        Optional<Fields> format =
                config.isPresent() && config.get().given("format").isPresent()
                        ? config.get().object("format")
                        : request.object("output_format");
        if (format.isPresent()) {
            if (!format.get().requiredText("type").equals("json_schema")) {
                throw format.get().untranslatable("type", "this format");
            }
            chat.putObject("response_format")
                    .put("type", "json_schema")
                    .putObject("json_schema")
                    .put("name", "output")
                    .set("schema", format.get().requiredObject("schema").node());
        }
    }
}
