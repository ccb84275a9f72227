// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the Open Responses specification requires of a response, its items and its events: each
 * member with the types that it may have. Stricter than a reader: a member that may be null must be
 * there.
 */
public final class RequiredOfResponses {

    private static final String NULL = "null";
    private static final Map<String, Set<String>> RESPONSE =
            Map.ofEntries(
                    Map.entry("id", Set.of("string")),
                    Map.entry("object", Set.of("string")),
                    Map.entry("created_at", Set.of("integer")),
                    Map.entry("completed_at", Set.of("integer", NULL)),
                    Map.entry("status", Set.of("string")),
                    Map.entry("incomplete_details", Set.of("object", NULL)),
                    Map.entry("model", Set.of("string")),
                    Map.entry("previous_response_id", Set.of("string", NULL)),
                    Map.entry("instructions", Set.of("string", NULL)),
                    Map.entry("output", Set.of("array")),
                    Map.entry("error", Set.of("object", NULL)),
                    Map.entry("tools", Set.of("array")),
                    Map.entry("tool_choice", Set.of("string", "object")),
                    Map.entry("truncation", Set.of("string")),
                    Map.entry("parallel_tool_calls", Set.of("boolean")),
                    Map.entry("text", Set.of("object")),
                    Map.entry("top_p", Set.of("integer", "number")),
                    Map.entry("presence_penalty", Set.of("integer", "number")),
                    Map.entry("frequency_penalty", Set.of("integer", "number")),
                    Map.entry("top_logprobs", Set.of("integer")),
                    Map.entry("temperature", Set.of("integer", "number")),
                    Map.entry("reasoning", Set.of("object", NULL)),
                    Map.entry("usage", Set.of("object", NULL)),
                    Map.entry("max_output_tokens", Set.of("integer", NULL)),
                    Map.entry("max_tool_calls", Set.of("integer", NULL)),
                    Map.entry("store", Set.of("boolean")),
                    Map.entry("background", Set.of("boolean")),
                    Map.entry("service_tier", Set.of("string")),
                    Map.entry("metadata", Set.of("object")),
                    Map.entry("safety_identifier", Set.of("string", NULL)),
                    Map.entry("prompt_cache_key", Set.of("string", NULL)));

    private static final Map<String, Set<String>> ABOUT_A_PART =
            Map.of(
                    "item_id", Set.of("string"),
                    "output_index", Set.of("integer"),
                    "content_index", Set.of("integer"));

    private RequiredOfResponses() {}

    public static void ofResponse(JsonObject response) {
        members(response, RESPONSE);
        equal("response", response.getString("object"), response);
        for (JsonObject tool : objects(response.getJsonArray("tools"))) {
            members(
                    tool,
                    Map.of(
                            "type", Set.of("string"),
                            "name", Set.of("string"),
                            "description", Set.of("string", NULL),
                            "parameters", Set.of("object", NULL),
                            "strict", Set.of("boolean", NULL)));
        }
        members(response.getJsonObject("text"), Map.of("format", Set.of("object")));
        objects(response.getJsonArray("output")).forEach(RequiredOfResponses::ofItem);
        switch (response.getString("status")) {
            case "in_progress" -> equal(null, response.getValue("usage"), response);
            case "failed" -> members(response.getJsonObject("error"), ERROR);
            case "incomplete" -> {
                members(
                        response.getJsonObject("incomplete_details"),
                        Map.of("reason", Set.of("string")));
                ofUsage(response.getJsonObject("usage"));
            }
            default -> {
                equal("completed", response.getString("status"), response);
                ofUsage(response.getJsonObject("usage"));
            }
        }
    }

    private static final Map<String, Set<String>> ERROR =
            Map.of("code", Set.of("string"), "message", Set.of("string"));

    private static void ofUsage(JsonObject usage) {
        for (String name : List.of("input_tokens", "output_tokens", "total_tokens")) {
            members(usage, Map.of(name, Set.of("integer")));
        }
        members(
                usage.getJsonObject("input_tokens_details"),
                Map.of(
                        "cached_tokens", Set.of("integer"),
                        "cache_write_tokens", Set.of("integer")));
        members(
                usage.getJsonObject("output_tokens_details"),
                Map.of("reasoning_tokens", Set.of("integer")));
        members(usage.getJsonObject("wattmill"), Map.of("energy_method", Set.of("string")));
    }

    public static void ofItem(JsonObject item) {
        members(
                item,
                Map.of(
                        "id", Set.of("string"),
                        "type", Set.of("string"),
                        "status", Set.of("string")));
        switch (item.getString("type")) {
            case "message" -> {
                members(item, Map.of("role", Set.of("string"), "content", Set.of("array")));
                objects(item.getJsonArray("content")).forEach(RequiredOfResponses::ofPart);
            }
            case "reasoning" -> {
                members(item, Map.of("summary", Set.of("array"), "content", Set.of("array")));
                objects(item.getJsonArray("content")).forEach(RequiredOfResponses::ofPart);
            }
            case "function_call" ->
                    members(
                            item,
                            Map.of(
                                    "call_id", Set.of("string"),
                                    "name", Set.of("string"),
                                    "arguments", Set.of("string")));
            case "function_call_output" ->
                    members(
                            item,
                            Map.of(
                                    "call_id", Set.of("string"),
                                    "output", Set.of("string", "array")));
            default -> throw new AssertionError("an item of no known type: " + item.encode());
        }
    }

    private static void ofPart(JsonObject part) {
        Map<String, Set<String>> required =
                switch (part.getString("type")) {
                    case "output_text" ->
                            Map.of(
                                    "text", Set.of("string"),
                                    "annotations", Set.of("array"),
                                    "logprobs", Set.of("array"));
                    case "input_text", "reasoning_text" -> Map.of("text", Set.of("string"));
                    case "refusal" -> Map.of("refusal", Set.of("string"));
                    case "input_image" ->
                            Map.of(
                                    "image_url", Set.of("string"),
                                    "detail", Set.of("string"));
                    default -> throw new AssertionError("an unknown part: " + part.encode());
                };
        members(part, required);
    }

    /** The events of a stream; each is checked by itself, and all of them in their order. */
    public static List<JsonObject> events(String stream) {
        List<JsonObject> events = new ArrayList<>();
        for (String event : stream.strip().split("\n\n")) {
            String[] lines = event.split("\n");
            equal(2, lines.length, event);
            JsonObject data = new JsonObject(lines[1].substring("data: ".length()));
            equal("event: " + data.getString("type"), lines[0], event);
            equal(events.size(), data.getInteger("sequence_number"), event);
            ofEvent(data);
            events.add(data);
        }
        new OrderOfResponses().check(events);
        return events;
    }

    private static void ofEvent(JsonObject event) {
        switch (event.getString("type")) {
            case "response.created",
                    "response.in_progress",
                    "response.completed",
                    "response.incomplete",
                    "response.failed" ->
                    ofResponse(event.getJsonObject("response"));
            case "response.output_item.added", "response.output_item.done" -> {
                members(event, Map.of("output_index", Set.of("integer")));
                ofItem(event.getJsonObject("item"));
            }
            case "response.content_part.added", "response.content_part.done" -> {
                members(event, ABOUT_A_PART);
                ofPart(event.getJsonObject("part"));
            }
            case "response.output_text.delta" -> delta(event, true);
            case "response.reasoning_text.delta", "response.refusal.delta" -> delta(event, false);
            case "response.output_text.done" -> {
                members(event, ABOUT_A_PART);
                members(event, Map.of("text", Set.of("string"), "logprobs", Set.of("array")));
            }
            case "response.reasoning_text.done" -> {
                members(event, ABOUT_A_PART);
                members(event, Map.of("text", Set.of("string")));
            }
            case "response.refusal.done" -> {
                members(event, ABOUT_A_PART);
                members(event, Map.of("refusal", Set.of("string")));
            }
            case "response.function_call_arguments.delta" -> {
                members(event, Map.of("item_id", Set.of("string")));
                members(
                        event,
                        Map.of("output_index", Set.of("integer"), "delta", Set.of("string")));
            }
            case "response.function_call_arguments.done" -> {
                members(event, Map.of("item_id", Set.of("string"), "name", Set.of("string")));
                members(
                        event,
                        Map.of("output_index", Set.of("integer"), "arguments", Set.of("string")));
            }
            default -> throw new AssertionError("an event of no known type: " + event.encode());
        }
    }

    private static void delta(JsonObject event, boolean text) {
        members(event, ABOUT_A_PART);
        members(event, Map.of("delta", Set.of("string")));
        if (text) {
            members(event, Map.of("logprobs", Set.of("array")));
        }
    }

    private static void members(JsonObject object, Map<String, Set<String>> required) {
        required.forEach(
                (name, types) -> {
                    if (!object.containsKey(name) || !types.contains(type(object.getValue(name)))) {
                        throw new AssertionError(
                                name + " is none of " + types + " in " + object.encode());
                    }
                });
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Integer _, Long _ -> "integer";
            case Number _ -> "number";
            case JsonArray _ -> "array";
            default -> "object";
        };
    }

    private static void equal(@Nullable Object expected, @Nullable Object actual, Object where) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(actual + " is not " + expected + " in " + where);
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
