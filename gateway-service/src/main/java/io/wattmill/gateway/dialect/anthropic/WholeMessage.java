// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.dialect.tree.Characters;
import io.wattmill.gateway.dialect.tree.Reasoning;
import io.wattmill.gateway.dialect.tree.Trees;
import io.wattmill.gateway.wire.WireJson;

import java.io.IOException;

/** One choice of a chat completion as a message: thinking first, then text, then tool calls. */
final class WholeMessage {

    private final Trees trees;
    private final JsonNode choice;
    private final JsonNode message;

    WholeMessage(Trees trees, JsonNode choice) {
        this.trees = trees;
        this.choice = choice;
        this.message = choice.path("message");
    }

    byte[] json(String id, String model, Bill bill) {
        boolean callsTools = !message.path("tool_calls").isEmpty();
        return WireJson.text(
                out -> {
                    out.writeStartObject();
                    MessageJson.head(out, id, model);
                    out.writeArrayFieldStart("content");
                    content(out);
                    out.writeEndArray();
                    MessageJson.stop(out, StopReason.of(choice, callsTools));
                    MessageJson.usage(out, bill);
                    out.writeEndObject();
                });
    }

    private void content(JsonGenerator out) throws IOException {
        thinking(out, Reasoning.of(message));
        text(out, message.path("content").asText(""));
        text(out, message.path("refusal").asText(""));
        for (JsonNode call : message.path("tool_calls")) {
            toolUse(out, call);
        }
    }

    /** Engines do not sign what their models think. */
    private static void thinking(JsonGenerator out, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeStartObject();
            out.writeStringField("type", "thinking");
            out.writeStringField("thinking", Characters.whole(text));
            out.writeStringField("signature", "");
            out.writeEndObject();
        }
    }

    private static void text(JsonGenerator out, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeStartObject();
            out.writeStringField("type", "text");
            out.writeStringField("text", Characters.whole(text));
            out.writeEndObject();
        }
    }

    private void toolUse(JsonGenerator out, JsonNode call) throws IOException {
        JsonNode function = call.path("function");
        out.writeStartObject();
        out.writeStringField("type", "tool_use");
        out.writeStringField("id", Characters.whole(call.path("id").asText("")));
        out.writeStringField("name", Characters.whole(function.path("name").asText("")));
        out.writeFieldName("input");
        input(out, function.path("arguments").asText(""));
        out.writeEndObject();
    }

    /** A model may write arguments that are no JSON, or be cut off: then they are told as text. */
    private void input(JsonGenerator out, String arguments) throws IOException {
        JsonNode input = trees.written(arguments);
        if (input.isObject()) {
            out.writeRawValue(Characters.whole(trees.text(input)));
            return;
        }
        out.writeStartObject();
        if (!arguments.isBlank()) {
            out.writeStringField("raw_arguments", Characters.whole(arguments));
        }
        out.writeEndObject();
    }
}
