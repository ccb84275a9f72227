// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.emulator.text.Mix;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One value that fits a schema, while it is built. */
final class Example {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 10_000;

    /** Below this depth what may be left out is left out. */
    private static final int GENEROUS_DEPTH = 3;

    private static final int ITEMS = 2;
    private static final List<String> UNDONE =
            List.of("pattern", "not", "if", "contains", "dependentRequired", "dependentSchemas");

    private final JsonNode root;
    private final long seed;
    private final Texts texts;
    private long values;

    Example(JsonNode root, long seed) {
        this.root = root;
        this.seed = seed;
        this.texts = new Texts(seed);
    }

    JsonNode value(JsonNode given, int depth) {
        Unmet.unless(depth <= MAX_DEPTH, "values that are nested so deep");
        Unmet.unless(++values <= MAX_VALUES, "so many values");
        Unmet.unless(!given.isBoolean() || given.booleanValue(), "a value where none is allowed");
        var schema = Composition.flat(given, this::resolved, option(depth));
        UNDONE.forEach(word -> Unmet.unless(!schema.has(word), "'" + word + "'"));
        if (schema.has("const")) {
            return schema.path("const");
        }
        var choices = schema.path("enum");
        return choices.isEmpty() ? typed(schema, depth) : choices.get(at(choices.size()));
    }

    /** Deep down the last option: the one by which recursion usually ends. */
    private Composition.Choice option(int depth) {
        return options -> depth < GENEROUS_DEPTH ? options.get(0) : simplest(options);
    }

    private JsonNode simplest(JsonNode options) {
        for (var option : options) {
            if (!option.has("$ref") && !option.has("properties") && !option.has("items")) {
                return option;
            }
        }
        return options.get(options.size() - 1);
    }

    private JsonNode resolved(String reference) {
        Unmet.unless(reference.startsWith("#"), "a '$ref' to elsewhere");
        var pointer = reference.substring(1);
        Unmet.unless(pointer.isEmpty() || pointer.startsWith("/"), "a '$ref' that is no pointer");
        var target = root.at(JsonPointer.compile(pointer));
        Unmet.unless(!target.isMissingNode(), "a '$ref' to nothing");
        return target;
    }

    private JsonNode typed(JsonNode schema, int depth) {
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> NODES.textNode(texts.of(schema, values));
            case "integer" -> NODES.numberNode(Numbers.of(schema, true, scattered()));
            case "number" -> NODES.numberNode(Numbers.of(schema, false, scattered()));
            case "boolean" -> NODES.booleanNode(at(2) == 0);
            case "null" -> NODES.nullNode();
            default -> throw new Unmet("a 'type' of that name");
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray() && !type.isEmpty()) {
            return type.get(0).asText("");
        }
        return type.isTextual() ? type.asText("") : guessed(schema);
    }

    private static String guessed(JsonNode schema) {
        if (schema.has("properties") || schema.has("required")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems") || schema.has("minItems")) {
            return "array";
        }
        boolean number = schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf");
        return number ? "number" : "string";
    }

    private JsonNode object(JsonNode schema, int depth) {
        var object = NODES.objectNode();
        var required = required(schema);
        int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
        int optional = Math.max(0, most - required.size());
        for (var property : schema.path("properties").properties()) {
            boolean must = required.contains(property.getKey());
            if (must || depth < GENEROUS_DEPTH && optional-- > 0) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        }
        addUndescribed(schema, object, required, depth);
        int least = schema.path("minProperties").asInt(0);
        boolean fits = object.size() >= least && object.size() <= most;
        Unmet.unless(fits, "such a number of properties");
        return object;
    }

    private void addUndescribed(
            JsonNode schema, ObjectNode object, Set<String> required, int depth) {
        var others = schema.path("additionalProperties");
        for (var name : required) {
            if (!object.has(name)) {
                Unmet.unless(!schema.has("patternProperties"), "'patternProperties'");
                object.set(name, value(others.isMissingNode() ? anything() : others, depth + 1));
            }
        }
    }

    private static JsonNode anything() {
        return NODES.booleanNode(true);
    }

    private static Set<String> required(JsonNode schema) {
        var names = new LinkedHashSet<String>();
        schema.path("required").forEach(name -> names.add(name.asText("")));
        return names;
    }

    private JsonNode array(JsonNode schema, int depth) {
        var array = NODES.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        var first = schema.path("prefixItems");
        int usual = depth < GENEROUS_DEPTH ? Math.max(ITEMS, first.size()) : 0;
        int wanted = Math.max(least, Math.min(most, usual));
        boolean closed = schema.path("items").isBoolean() && !schema.path("items").booleanValue();
        int count = closed ? Math.min(wanted, first.size()) : wanted;
        for (int i = 0; i < count; i++) {
            array.add(value(item(schema, first, i), depth + 1));
        }
        var kept = schema.path("uniqueItems").asBoolean(false) ? distinct(array) : array;
        Unmet.unless(kept.size() >= least && kept.size() <= most, "such a number of items");
        return kept;
    }

    private static JsonNode item(JsonNode schema, JsonNode first, int index) {
        if (index < first.size()) {
            return first.get(index);
        }
        return schema.has("items") ? schema.path("items") : anything();
    }

    private static ArrayNode distinct(ArrayNode items) {
        var seen = new HashSet<JsonNode>();
        var kept = NODES.arrayNode();
        items.forEach(
                item -> {
                    if (seen.add(item)) {
                        kept.add(item);
                    }
                });
        return kept;
    }

    private long scattered() {
        return Mix.at(seed, values);
    }

    private int at(int size) {
        return (int) Math.floorMod(scattered(), (long) size);
    }
}
