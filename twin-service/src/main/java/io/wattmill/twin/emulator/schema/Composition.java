// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.function.Function;

/** A schema that is said in several places, as one. */
final class Composition {
    private static final int MAX_STEPS = 64;

    private Composition() {}

    /** Which of several schemas is taken. */
    interface Choice {
        JsonNode of(JsonNode options);
    }

    /**
     * The schema without {@code $ref}, {@code allOf}, {@code anyOf} and {@code oneOf} at its top.
     *
     * @param resolve finds what a reference names
     * @param choice picks one of several
     */
    static JsonNode flat(JsonNode schema, Function<String, JsonNode> resolve, Choice choice) {
        var current = object(schema);
        for (int step = 0; step < MAX_STEPS; step++) {
            if (current.has("$ref")) {
                var target = resolve.apply(current.path("$ref").asText(""));
                current = merged(without(current, "$ref"), target);
            } else if (!current.path("allOf").isEmpty()) {
                current = allOf(current);
            } else if (!current.path("anyOf").isEmpty()) {
                current = merged(without(current, "anyOf"), choice.of(current.path("anyOf")));
            } else if (!current.path("oneOf").isEmpty()) {
                current = merged(without(current, "oneOf"), choice.of(current.path("oneOf")));
            } else {
                return current;
            }
        }
        throw new Unmet("a '$ref' that leads to itself");
    }

    private static ObjectNode allOf(ObjectNode schema) {
        var all = without(schema, "allOf");
        for (var part : schema.path("allOf")) {
            // A part that has parts of its own waits for the next step.
            all = merged(all, part);
        }
        return all;
    }

    /** Both: what the two say differently, and cannot be joined, is not done. */
    private static ObjectNode merged(ObjectNode one, JsonNode other) {
        var both = one.deepCopy();
        for (var member : object(other).properties()) {
            var keyword = member.getKey();
            var present = both.path(keyword);
            both.set(
                    keyword,
                    present.isMissingNode()
                            ? member.getValue()
                            : joined(keyword, present, member.getValue()));
        }
        return both;
    }

    private static JsonNode joined(String keyword, JsonNode mine, JsonNode its) {
        return switch (keyword) {
            case "required", "allOf" -> list().addAll(items(mine)).addAll(items(its));
            case "properties" -> properties(object(mine), object(its));
            case "$defs", "definitions" -> object(mine).deepCopy().setAll(object(its));
            case "title", "description", "default", "examples", "$schema", "$id" -> mine;
            default -> {
                Unmet.unless(mine.equals(its), "two kinds of '" + keyword + "' at once");
                yield mine;
            }
        };
    }

    private static ObjectNode properties(ObjectNode mine, ObjectNode its) {
        var both = mine.deepCopy();
        for (var property : its.properties()) {
            var present = both.path(property.getKey());
            both.set(
                    property.getKey(),
                    present.isMissingNode()
                            ? property.getValue()
                            : object(list().add(present).add(property.getValue())));
        }
        return both;
    }

    private static ObjectNode object(ArrayNode allOf) {
        return JsonNodeFactory.instance.objectNode().set("allOf", allOf);
    }

    private static ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static ArrayNode items(JsonNode list) {
        return list instanceof ArrayNode items ? items : list();
    }

    private static ObjectNode without(ObjectNode schema, String keyword) {
        var rest = schema.deepCopy();
        rest.remove(keyword);
        return rest;
    }

    private static ObjectNode object(JsonNode schema) {
        return schema instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
