// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object whose names are all known and there once. Numbers are exact decimals. A value
 * that is null is absent.
 */
public record StrictObject(JsonNode body) {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    /** A longer name is not repeated in an answer. */
    private static final int MAX_NAME_CHARS = 128;

    /**
     * Reads a body.
     *
     * @param fields the names that it may have, in the order in which they are told
     * @throws Malformed when it is something else
     */
    public static StrictObject parse(byte[] text, List<String> fields) {
        JsonNode body = tree(text);
        Malformed.unless(body.isObject(), "", "The body must be one JSON object.");
        body.fieldNames()
                .forEachRemaining(
                        name ->
                                Malformed.unless(
                                        fields.contains(name),
                                        name.length() > MAX_NAME_CHARS ? "" : name,
                                        known(fields)));
        return new StrictObject(body);
    }

    private static JsonNode tree(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException _) {
            throw new Malformed("", "The body is no JSON object with each name once.");
        }
    }

    private static String known(List<String> fields) {
        return "Known are "
                + String.join(", ", fields.subList(0, fields.size() - 1))
                + " and "
                + fields.getLast()
                + ".";
    }

    /** The value of a name, unless it is absent. */
    public Optional<JsonNode> value(String name) {
        return Optional.of(body.path(name)).filter(node -> !node.isMissingNode() && !node.isNull());
    }

    /**
     * A text; an absent one is empty.
     *
     * @throws Malformed when it is something else
     */
    public String text(String name) {
        Optional<JsonNode> value = value(name);
        Malformed.unless(value.map(JsonNode::isTextual).orElse(true), name, name + " is text.");
        return value.map(JsonNode::textValue).orElse("");
    }
}
