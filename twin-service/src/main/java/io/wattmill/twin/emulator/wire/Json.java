// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** The JSON of emulated engines: strict, bounded, streaming. */
public final class Json {
    private static final int MAX_DEPTH = 64;

    /** The body limit bounds the text; a single prompt may fill it. */
    private static final int MAX_STRING_CHARS = 64 << 20;

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_STRING_CHARS)
                                    .build())
                    .build();

    private static final ObjectMapper TREES = new ObjectMapper(FACTORY);

    private Json() {}

    /** Writes JSON. */
    public interface Writing {
        /** Writes. */
        void to(JsonGenerator json) throws IOException;
    }

    /** What is written. */
    public static byte[] bytes(Writing writing) {
        var bytes = new ByteArrayOutputStream();
        try (var json = FACTORY.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be written", e);
        }
        return bytes.toByteArray();
    }

    /** Text as it stands between quotes. */
    public static String quoted(String text) {
        return isPlain(text)
                ? text
                : new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The refusal of what is no JSON. */
    public static ApiError invalid(JsonProcessingException notJson) {
        return ApiError.badRequest("The body is not valid JSON: " + notJson.getOriginalMessage());
    }

    /** Reads a body. */
    public static JsonParser parser(byte[] body) throws IOException {
        return FACTORY.createParser(body);
    }

    /** Reads a stretch of a body. */
    public static JsonParser parser(byte[] body, Fields.Span span) throws IOException {
        return FACTORY.createParser(body, span.from(), span.to() - span.from());
    }

    /** A stretch of a body as a tree: for what is small. */
    public static JsonNode tree(byte[] body, Fields.Span span) throws IOException {
        return TREES.readTree(body, span.from(), span.to() - span.from());
    }

    /** What became of a body. */
    public sealed interface Read<T> {
        /** It is a request. */
        record Accepted<T>(T request) implements Read<T> {}

        /** It is not, for this reason. */
        record Rejected<T>(ApiError error) implements Read<T> {}
    }

    /**
     * Reads a body that is one object and nothing else.
     *
     * @param pass what to do with the fields that are read
     */
    public static <T> Read<T> read(byte[] body, Function<Fields, Pass<T>> pass) {
        try (var json = parser(body)) {
            var fields = new Fields(json);
            var reading = pass.apply(fields);
            json.nextToken();
            fields.object("The body", reading.each());
            Refusal.unless(json.nextToken() == null, "Nothing may follow the JSON object.");
            return new Read.Accepted<>(reading.made().make());
        } catch (Refusal refusal) {
            return new Read.Rejected<>(refusal.error());
        } catch (JsonProcessingException notJson) {
            return new Read.Rejected<>(invalid(notJson));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused to be read", e);
        }
    }

    /**
     * One pass over a body.
     *
     * @param each reads a field
     * @param made makes the request of what was read
     */
    public record Pass<T>(Fields.Each each, Made<T> made) {}

    /** Makes a request of what was read. */
    public interface Made<T> {
        /** The request; refuses what does not go together. */
        T make() throws IOException;
    }
}
