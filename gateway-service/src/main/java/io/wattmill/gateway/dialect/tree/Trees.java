// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.BodyScanner;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.WireException;

import java.io.IOException;

/**
 * JSON as trees: a translation moves members about, so that splices do not serve. Numbers keep
 * their digits.
 */
public final class Trees {

    /** Makes nodes. */
    public static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    /** A node takes some fifty bytes, however short its text. */
    private static final long MAX_TOKENS = 500_000;

    /** A translated body may be a few levels deeper than what it was made of. */
    private static final int SPARE_LEVELS = 8;

    private final JsonMapper strangers;
    private final JsonMapper engines;

    /** Trees within bounds; for any thread. */
    public Trees(JsonLimits limits) {
        strangers =
                mapper(limits, limits.maxDepth() - SPARE_LEVELS, MAX_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                        .build();
        engines = mapper(limits, limits.maxDepth(), Long.MAX_VALUE).build();
    }

    private static JsonMapper.Builder mapper(JsonLimits limits, int depth, long maxTokens) {
        JsonFactory factory =
                JsonFactory.builder()
                        .disable(JsonFactory.Feature.CHARSET_DETECTION)
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(depth)
                                        .maxNameLength(limits.maxNameBytes())
                                        .maxNumberLength(limits.maxNumberChars())
                                        .maxTokenCount(maxTokens)
                                        .build())
                        .build();
        return JsonMapper.builder(factory)
                .nodeFactory(NODES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * A stranger's body.
     *
     * @throws WireException when it is not one JSON object within the bounds
     */
    public ObjectNode request(byte[] body) throws WireException {
        BodyScanner.requireUtf8(body);
        try {
            if (strangers.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new WireException(BodyScanner.malformed(e));
        } catch (IOException _) {
            throw unreadable();
        }
        throw new WireException(
                ApiError.badRequest("invalid_json", "The body must be one JSON object."));
    }

    /** What a translation is sent as; half of a surrogate pair stays the escape that it was. */
    public byte[] bytes(JsonNode body) {
        try {
            return strangers.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    private static WireException unreadable() {
        return new WireException(
                ApiError.badRequest("invalid_json", "The body could not be read as JSON."));
    }

    /** An engine's document, which has been read as JSON before. */
    public JsonNode engine(Slice text) {
        try {
            return engines.readTree(text.bytes(), text.from(), text.length());
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }

    /** The JSON object that an engine wrote into a text; missing when it is none. */
    public JsonNode written(String text) {
        try {
            JsonNode node = engines.readTree(text);
            return node.isObject() ? node : MissingNode.getInstance();
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /** {@code node} on one line. */
    public String text(JsonNode node) {
        try {
            return engines.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
