// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.wattmill.twin.emulator.text.Tokenizer;
import io.wattmill.twin.emulator.wire.ChatRequest.Parsed;
import io.wattmill.twin.emulator.wire.ChatRequest.StreamUsage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

class ChatParserTest {
    private static final String HELLO =
            "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    private static Parsed parse(String body) {
        return ChatParser.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest accepted(String body) {
        return assertInstanceOf(Parsed.Accepted.class, parse(body)).request();
    }

    private static ApiError rejected(String body) {
        return assertInstanceOf(Parsed.Rejected.class, parse(body)).error();
    }

    @Test
    void readsEveryFieldThatMatters() {
        var request =
                accepted(
                        "{"
                                + HELLO
                                + ",\"max_tokens\":5,\"max_completion_tokens\":7,\"stop\":[\"a\",\"b\"],"
                                + "\"ignore_eos\":true,\"seed\":9,\"stream\":true,\"temperature\":0.3,"
                                + "\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true},"
                                + "\"tools\":[{\"type\":\"function\"}],\"tool_choice\":\"auto\",\"n\":1}");
        assertEquals("m", request.model());
        assertEquals(OptionalInt.of(7), request.maxTokens());
        assertEquals(List.of("a", "b"), request.stops());
        assertTrue(request.ignoreEos() && request.stream());
        assertEquals(9, request.seed());
        assertEquals(StreamUsage.CONTINUOUS, request.usage());
    }

    @Test
    void countsFourTokensPerMessageAndThreePerChatBesideTheContent() {
        assertEquals(3 + 4 + 2, accepted("{" + HELLO + "}").prompt().tokens());
    }

    @Property
    void countsContentAsTheTokenizerDoes(@ForAll String first, @ForAll String second) {
        var body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}]}"
                        .formatted(quoted(first), quoted(second));
        long expected =
                3 + 8 + Tokenizer.tokens(wellFormed(first)) + Tokenizer.tokens(wellFormed(second));
        assertEquals(expected, accepted(body).prompt().tokens());
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(wellFormed(text)));
    }

    @Test
    void hashesRolesAndContents() {
        long hello = accepted("{" + HELLO + "}").prompt().hash();
        assertEquals(hello, accepted("{\"max_tokens\":3," + HELLO + "}").prompt().hash());
        assertNotEquals(
                hello, accepted("{" + HELLO.replace("hello", "hallo") + "}").prompt().hash());
        assertNotEquals(
                hello, accepted("{" + HELLO.replace("user", "system") + "}").prompt().hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{} | 'model' is required",
                "[] | The body must be an object",
                "{\"model\":\"m\"} | 'messages' is required",
                "{\"model\":\"m\",\"messages\":[]} | 'messages' must not be empty",
                "{\"model\":\"m\",\"messages\":\"hi\"} | 'messages' must be an array",
                "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"image_url\"}]}]} |"
                        + " content other than text",
                "{\"n\":2} | 'n' other than 1",
                "{\"logprobs\":true} | 'logprobs'",
                "{\"tool_choice\":\"required\"} | forces a call",
                "{\"response_format\":{\"type\":\"json_object\"}} | other than text",
                "{\"max_tokens\":0} | at least 1",
                "{\"max_tokens\":1.5} | whole number",
                "{\"stop\":[\"\"]} | 'stop' takes",
                "{\"stream\":1} | true or false",
                "{\"model\":\"m\",\"model\":\"m\"} | Duplicate",
                "{\"model\": | not valid JSON",
            })
    void refusesWithAReason(String body, String reason) {
        var error = rejected(body);
        assertEquals(400, error.status());
        assertTrue(error.message().contains(reason), error.message());
    }

    @Test
    void refusesWhatFollowsTheObject() {
        assertTrue(rejected("{" + HELLO + "} {}").message().contains("Nothing may follow"));
    }

    @Test
    void refusesDepthWithoutOverflowing() {
        assertTrue(rejected("{\"x\":" + "[".repeat(100_000)).message().contains("not valid JSON"));
    }

    @Test
    void takesAPromptOfSixHundredKilobytes() {
        var body = "{" + HELLO.replace("hello", "abc ".repeat(150_000)) + "}";
        assertEquals(3 + 4 + 150_000, accepted(body).prompt().tokens());
    }
}
