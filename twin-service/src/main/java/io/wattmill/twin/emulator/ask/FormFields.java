// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.wattmill.twin.emulator.ask.Form.Tool;
import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Json;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields that say of what kind the answer is: tools, their choice, and the format. */
final class FormFields {
    private static final int MAX_TOOLS = 128;

    private final Fields fields;
    private final byte[] body;
    private final List<Tool> tools = new ArrayList<>();
    private Optional<Fields.Span> toolsSpan = Optional.empty();
    private String choice = "auto";
    private Optional<String> named = Optional.empty();
    private boolean parallel = true;
    private Form plain = new Form.Words();

    FormFields(Fields fields, byte[] body) {
        this.fields = fields;
        this.body = body;
    }

    void tools() throws IOException {
        if (fields.isNull()) {
            return;
        }
        Refusal.unless(fields.isArray(), "'tools' must be an array.");
        var span = fields.span();
        for (var tool : Json.tree(body, span)) {
            tools.add(tool(tool.path("function")));
        }
        Refusal.unless(tools.size() <= MAX_TOOLS, "'tools' takes up to " + MAX_TOOLS + ".");
        toolsSpan = tools.isEmpty() ? Optional.empty() : Optional.of(span);
    }

    private static Tool tool(JsonNode function) {
        var name = function.path("name").asText("");
        Refusal.unless(!name.isEmpty(), "A tool must be a function with a name.");
        var parameters = function.path("parameters");
        return new Tool(
                name, parameters.isObject() ? parameters : JsonNodeFactory.instance.objectNode());
    }

    /** Where the tools stand in the body, if there are any: they are part of the prompt. */
    Optional<Fields.Span> toolsSpan() {
        return toolsSpan;
    }

    void parallel() {
        parallel = fields.isNull() || fields.flag("parallel_tool_calls");
    }

    void choice() throws IOException {
        if (fields.isText()) {
            choice = fields.text("tool_choice");
        } else if (fields.isObject()) {
            var name = Json.tree(body, fields.span()).at("/function/name").asText("");
            Refusal.unless(!name.isEmpty(), "'tool_choice' must name a function.");
            named = Optional.of(name);
        } else {
            Refusal.unless(fields.isNull(), "'tool_choice' must be text or an object.");
        }
    }

    void format() throws IOException {
        if (fields.isNull()) {
            return;
        }
        Refusal.unless(fields.isObject(), "'response_format' must be an object.");
        var format = Json.tree(body, fields.span());
        var type = format.path("type").asText("");
        plain =
                switch (type) {
                    case "text" -> new Form.Words();
                    case "json_object" -> new Form.Json(Optional.empty());
                    case "json_schema" -> new Form.Json(Optional.of(schema(format)));
                    default -> throw new Refusal("'response_format' has no type '" + type + "'.");
                };
    }

    private static JsonNode schema(JsonNode format) {
        var schema = format.at("/json_schema/schema");
        Refusal.unless(schema.isObject(), "'json_schema' must hold a 'schema'.");
        return schema;
    }

    /**
     * The form. A call that is forced is made; one that is left to the engine is made when the last
     * message is the user's and holds the function's name.
     */
    Form form(MessagesParser.Messages messages) {
        if (named.isPresent()) {
            var called = tools.stream().filter(t -> t.name().equals(named.get())).toList();
            Refusal.unless(!called.isEmpty(), "'tool_choice' names no function of 'tools'.");
            return new Form.Calls(called.subList(0, 1), FinishReason.STOP);
        }
        return switch (choice) {
            case "none" -> plain;
            case "auto" ->
                    called(messages.lastRole().equals("user") ? mentioned(messages) : List.of());
            case "required" -> required(messages);
            default ->
                    throw new Refusal("'tool_choice' must be none, auto, required or a function.");
        };
    }

    private Form required(MessagesParser.Messages messages) {
        Refusal.unless(!tools.isEmpty(), "'tool_choice' needs 'tools'.");
        var mentioned = mentioned(messages);
        return called(mentioned.isEmpty() ? tools.subList(0, 1) : mentioned);
    }

    private Form called(List<Tool> called) {
        if (called.isEmpty()) {
            return plain;
        }
        var all = parallel ? called : called.subList(0, 1);
        return new Form.Calls(List.copyOf(all), FinishReason.TOOL_CALLS);
    }

    private List<Tool> mentioned(MessagesParser.Messages messages) {
        return tools.stream().filter(t -> messages.lastText().contains(t.name())).toList();
    }
}
