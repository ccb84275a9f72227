// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.wire.Members;
import io.wattmill.gateway.wire.WireException;

import java.util.Optional;

/**
 * An object of a request and where it lies, so that an error can name the place as Anthropic does,
 * for example {@code messages.0.content.1.source}.
 */
public record Fields(ObjectNode node, String path) {

    /** The object {@code value}, which lies at {@code path}. */
    public static Fields of(JsonNode value, String path) throws WireException {
        if (value instanceof ObjectNode object) {
            return new Fields(object, path);
        }
        throw Members.wrong(path, "must be an object");
    }

    /** The place of a member. */
    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A member that is there and not null. */
    public Optional<JsonNode> given(String name) {
        return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
    }

    /** A member that must be there. */
    public JsonNode required(String name) throws WireException {
        return given(name).orElseThrow(() -> Members.missing(at(name)));
    }

    /** A text that must be there. */
    public String requiredText(String name) throws WireException {
        JsonNode value = required(name);
        if (!value.isTextual()) {
            throw Members.wrong(at(name), "must be a string");
        }
        return value.textValue();
    }

    /** A text; empty when it is not there. */
    public String text(String name) throws WireException {
        return given(name).isEmpty() ? "" : requiredText(name);
    }

    /** An object. */
    public Optional<Fields> object(String name) throws WireException {
        Optional<JsonNode> value = given(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(of(value.get(), at(name)));
    }

    /** An object that must be there. */
    public Fields requiredObject(String name) throws WireException {
        return of(required(name), at(name));
    }

    /** An array that must be there. */
    public ArrayNode requiredArray(String name) throws WireException {
        if (required(name) instanceof ArrayNode array) {
            return array;
        }
        throw Members.wrong(at(name), "must be an array");
    }

    /** Whether a member is true. */
    public boolean isTrue(String name) {
        return node.path(name).asBoolean(false);
    }

    /** That there is no way to say this to an engine. */
    public WireException untranslatable(String name, String what) {
        return Members.wrong(
                at(name), what + " is not served here: engines behind this API do not know it");
    }
}
