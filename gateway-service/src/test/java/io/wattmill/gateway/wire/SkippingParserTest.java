// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parser that skips and Jackson's own see the same in every document, broken ones too. */
class SkippingParserTest {

    private static final List<String> PIECES =
            List.of(
                    "plain text of some length",
                    "\\n",
                    "\\\"",
                    "\\\\",
                    "\\u00e9",
                    "\\uD83D",
                    "é",
                    "😀",
                    "\u0001",
                    "\"",
                    "\\x",
                    "\\u12",
                    "a",
                    "        ",
                    "\t",
                    "}",
                    "\u007f");

    private static final JsonFactory OWN = new SkippingFactory((JsonFactoryBuilder) settings());
    private static final JsonFactory JACKSON = settings().build();

    private static JsonFactoryBuilder settings() {
        var settings = new JsonFactoryBuilder();
        settings.disable(JsonFactory.Feature.CHARSET_DETECTION);
        return settings;
    }

    @Property(tries = 3_000)
    void seesWhatJacksonSees(
            @ForAll @Size(max = 12) List<@IntRange(max = 16) Integer> pieces,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 20) int cut) {
        var text = new StringBuilder("{\"k\":[\"");
        pieces.forEach(piece -> text.append(PIECES.get(piece)));
        text.append("\",1],\"z\":\"end\"}");
        byte[] document = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[before + document.length + 8];
        System.arraycopy(document, 0, bytes, before, document.length);
        int length = cut > 15 ? Math.max(0, document.length - cut + 15) : document.length;
        assertEquals(seen(JACKSON, bytes, before, length), seen(OWN, bytes, before, length));
    }

    @Test
    void seesEveryByteAtEveryPlaceAsJacksonDoes() {
        for (int value = 0; value < 256; value++) {
            for (int at = 0; at < 20; at++) {
                byte[] bytes =
                        "{\"k\":\"....................\"}".getBytes(StandardCharsets.US_ASCII);
                bytes[6 + at] = (byte) value;
                String own = seen(OWN, bytes, 0, bytes.length);
                assertEquals(seen(JACKSON, bytes, 0, bytes.length), own, value + " at " + at);
            }
        }
    }

    /** Tokens with their offsets, no string read, and how it ended. */
    private static String seen(JsonFactory factory, byte[] bytes, int from, int length) {
        var seen = new StringBuilder();
        try (JsonParser in = factory.createParser(bytes, from, length)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                seen.append(token).append('@').append(in.currentTokenLocation().getByteOffset());
                seen.append('-').append(in.currentLocation().getByteOffset()).append(' ');
            }
        } catch (IOException e) {
            seen.append(e.getClass().getSimpleName());
        }
        return seen.toString();
    }
}
