// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Jackson's streaming layer, set up for bodies that strangers send. */
public final class WireJson {

    private static final int SHORT_STRING = 64;

    /** Characters beyond the first plane in four bytes, as everybody else writes them. */
    private static final JsonFactory WRITER =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    private final JsonFactory factory;

    /**
     * UTF-8 only: what the engine reads must be what was read here, so no other encoding is
     * guessed.
     */
    WireJson(JsonLimits limits) {
        factory = new SkippingFactory(settings(limits));
    }

    private static JsonFactoryBuilder settings(JsonLimits limits) {
        var settings = new JsonFactoryBuilder();
        settings.disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(limits.maxDepth())
                                .maxNameLength(limits.maxNameBytes())
                                .maxNumberLength(limits.maxNumberChars())
                                .build());
        return settings;
    }

    /** A parser whose offsets are offsets of the array that {@code slice} lies in. */
    JsonParser parser(Slice slice) throws IOException {
        return factory.createParser(slice.bytes(), slice.from(), slice.length());
    }

    /** Writes what a generator is told, as UTF-8. */
    public interface Text {
        /** Writes one value. */
        void write(JsonGenerator out) throws IOException;
    }

    /** What {@code text} writes. */
    public static byte[] text(Text text) {
        var bytes = new ByteArrayOutputStream(SHORT_STRING);
        try (JsonGenerator out = WRITER.createGenerator(bytes)) {
            text.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** {@code value} as a quoted JSON string. */
    public static byte[] string(String value) {
        return isPlain(value)
                ? ('"' + value + '"').getBytes(StandardCharsets.ISO_8859_1)
                : text(out -> out.writeString(value));
    }

    /** Whether it stands in JSON as it is; names and salts do, and a generator costs more. */
    private static boolean isPlain(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c < ' ' || c >= 127 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
