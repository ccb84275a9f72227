// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Notes what a layout asks for as a JSON schema, and answers nothing. */
final class SchemaSection implements Section {
    private final ObjectNode schema;
    private final ObjectNode properties;
    private final ArrayNode required;

    /** Writes into this object. */
    SchemaSection(ObjectNode schema) {
        this.schema = schema;
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        this.properties = schema.putObject("properties");
        this.required = JsonNodeFactory.instance.arrayNode();
    }

    private ObjectNode property(Key key, String unit) {
        var property = properties.putObject(key.name());
        property.put("description", key.doc() + in(unit));
        key.otherwise().ifPresent(value -> property.set("default", typed(value)));
        if (key.required()) {
            required.add(key.name());
        }
        return property;
    }

    private static String in(String unit) {
        if (unit.startsWith("(")) {
            return " " + unit + ".";
        }
        return unit.isEmpty() ? "." : ". In " + unit + ".";
    }

    private static JsonNode typed(String value) {
        return value.matches("-?[0-9.E-]+")
                ? DecimalNode.valueOf(plain(new BigDecimal(value).stripTrailingZeros()))
                : TextNode.valueOf(value);
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public OptionalLong number(Key key, Range range) {
        number(property(key, range.unit()), range);
        return OptionalLong.empty();
    }

    private static ObjectNode number(ObjectNode property, Range range) {
        return property.put("type", range.scale() == 1 ? "integer" : "number")
                .put("minimum", plain(range.exact(range.min())))
                .put("maximum", plain(range.exact(range.max())));
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(value.toPlainString());
    }

    @Override
    public Optional<String> name(Key key) {
        name(property(key, ""));
        return Optional.empty();
    }

    private static ObjectNode name(ObjectNode property) {
        return property.put("type", "string").put("pattern", "^" + ValueParser.NAME + "$");
    }

    @Override
    public Optional<String> text(Key key) {
        property(key, "")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", ValueParser.MAX_TEXT_CHARS);
        return Optional.empty();
    }

    @Override
    public Optional<String> word(Key key, List<String> words) {
        var options = property(key, "").putArray("enum");
        for (var word : words) {
            options.add(word);
            if (word.matches("\\d+")) {
                options.add(Integer.parseInt(word));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> names(Key key) {
        name(list(property(key, ""), key));
        return List.of();
    }

    private static ObjectNode list(ObjectNode property, Key key) {
        property.put("type", "array").put("maxItems", ReadSection.MAX_ENTRIES);
        if (key.required()) {
            property.put("minItems", 1);
        }
        return property.putObject("items");
    }

    @Override
    public List<Long> series(Key key, Range range) {
        var either = property(key, range.unit()).putArray("anyOf");
        number(either.addObject(), range);
        number(list(either.addObject(), key), range);
        return List.of();
    }

    @Override
    public List<Section> sections(Key key) {
        return List.of(new SchemaSection(list(property(key, ""), key)));
    }

    @Override
    public Section section(Key key) {
        return new SchemaSection(property(key, ""));
    }

    @Override
    public Optional<Section> sectionIfGiven(Key key) {
        return Optional.of(section(key));
    }

    @Override
    public Map<String, Section> named(Key key) {
        var property = property(key, "");
        property.put("type", "object").put("maxProperties", ReadSection.MAX_ENTRIES);
        name(property.putObject("propertyNames"));
        return Map.of("name", new SchemaSection(property.putObject("additionalProperties")));
    }

    @Override
    public boolean has(Key key) {
        return false;
    }

    @Override
    public void problem(String key, String value, String problem, String fix) {}

    @Override
    public void close() {
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }
}
