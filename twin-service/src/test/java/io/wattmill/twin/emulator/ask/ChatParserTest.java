// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.wattmill.twin.emulator.ask.Delivery.StreamUsage;
import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.text.Tokenizer;
import io.wattmill.twin.emulator.wire.ApiError;
import io.wattmill.twin.emulator.wire.Json;

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

    private static Json.Read<ChatRequest> parse(String body) {
        return ChatParser.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static ChatRequest accepted(String body) {
        return switch (parse(body)) {
            case Json.Read.Accepted<ChatRequest>(ChatRequest request) -> request;
            case Json.Read.Rejected<ChatRequest>(ApiError error) ->
                    throw new AssertionError(error.message());
        };
    }

    private static ApiError rejected(String body) {
        return assertInstanceOf(Json.Read.Rejected.class, parse(body)).error();
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
                                + "\"tool_choice\":\"auto\",\"n\":3,\"logprobs\":true,\"top_logprobs\":4,\"strange\":{\"x\":[1]}}");
        assertEquals("m", request.model());
        var sampling = request.sampling();
        assertEquals(OptionalInt.of(7), sampling.maxTokens());
        assertEquals(List.of("a", "b"), sampling.stops());
        assertTrue(sampling.ignoreEos() && request.delivery().stream());
        assertEquals(9, sampling.seed());
        assertEquals(3, sampling.choices());
        assertEquals(OptionalInt.of(4), sampling.topLogprobs());
        assertEquals(StreamUsage.CONTINUOUS, request.delivery().usage());
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
                "{\"model\":\"m\",\"messages\":[{\"content\":[{\"type\":\"video_url\"}]}]} |"
                        + " content of type 'video_url'",
                "{\"n\":0} | at least 1",
                "{\"top_logprobs\":21} | 'top_logprobs' must be from 0 to 20",
                "{" + HELLO + ",\"top_logprobs\":1} | needs 'logprobs'",
                "{" + HELLO + ",\"tool_choice\":\"required\"} | needs 'tools'",
                "{" + HELLO + ",\"tool_choice\":\"maybe\"} | must be none, auto, required",
                "{" + HELLO + ",\"tool_choice\":{\"function\":{\"name\":\"f\"}}} | no function of",
                "{\"tools\":[{\"type\":\"function\"}]} | a function with a name",
                "{\"response_format\":{\"type\":\"xml\"}} | no type 'xml'",
                "{\"response_format\":{\"type\":\"json_schema\"}} | must hold a 'schema'",
                "{\"reasoning_effort\":\"hard\"} | must be one of",
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

    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look_up\"}},"
                    + "{\"type\":\"function\",\"function\":{\"name\":\"note\"}}]";

    private static String asking(String content, String fields) {
        return "{" + HELLO.replace("hello", content) + "," + TOOLS + fields + "}";
    }

    private static List<String> calls(String body) {
        return accepted(body).form() instanceof Form.Calls calls
                ? calls.tools().stream().map(Form.Tool::name).toList()
                : List.of();
    }

    @Test
    void callsWhatItMustOrWhatTheUserNames() {
        assertEquals(List.of(), calls(asking("hello", "")));
        assertEquals(List.of("look_up"), calls(asking("please look_up this", "")));
        assertEquals(List.of("look_up", "note"), calls(asking("look_up and note", "")));
        var one = ",\"parallel_tool_calls\":false";
        assertEquals(List.of("look_up"), calls(asking("look_up and note", one)));
        var none = ",\"tool_choice\":\"none\"";
        assertEquals(List.of(), calls(asking("look_up", none)));
        var required = ",\"tool_choice\":\"required\"";
        assertEquals(List.of("look_up"), calls(asking("hello", required)));
        assertEquals(List.of("note"), calls(asking("note", required)));
        var named = ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"note\"}}";
        assertEquals(List.of("note"), calls(asking("look_up", named)));
        assertEquals(
                new Form.Calls(
                        List.of(
                                ((Form.Calls) accepted(asking("x", named)).form())
                                        .tools()
                                        .getFirst()),
                        FinishReason.STOP),
                accepted(asking("x", named)).form());
    }

    @Test
    void answersInWordsOnceAToolHasAnswered() {
        var body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"look_up\"},"
                    + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\","
                    + "\"type\":\"function\",\"function\":{\"name\":\"look_up\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"look_up"
                    + " done\"}],"
                        + TOOLS
                        + "}";
        assertEquals(List.of(), calls(body));
    }

    @Test
    void toolsArePartOfThePromptAndStandBeforeTheMessages() {
        var without = accepted("{" + HELLO + "}").prompt();
        var with = accepted(asking("hello", "")).prompt();
        long tools = Tokenizer.tokens(TOOLS.substring("\"tools\":".length()));
        assertEquals(without.tokens() + tools, with.tokens());
        assertNotEquals(without.hash(), with.hash());
        assertEquals(with, accepted("{" + TOOLS + "," + HELLO + "}").prompt());
    }

    @Test
    void imagesAndSoundsCountByTheRule() {
        long text = accepted("{" + HELLO + "}").prompt().tokens();
        var image =
                HELLO.replace(
                        "\"hello\"",
                        "[{\"type\":\"text\",\"text\":\"hello\"},{\"type\":\"image_url\","
                                + "\"image_url\":{\"url\":\"data:x\",\"detail\":\"low\"}}]");
        assertEquals(text + 576, accepted("{" + image + "}").prompt().tokens());
        var other = image.replace("data:x", "data:y");
        assertNotEquals(
                accepted("{" + image + "}").prompt().hash(),
                accepted("{" + other + "}").prompt().hash());
        var twoSeconds = "A".repeat(64_000 * 4 / 3 + 1);
        var sound =
                HELLO.replace(
                        "\"hello\"",
                        "[{\"type\":\"text\",\"text\":\"hello\"},{\"input_audio\":{\"data\":\""
                                + twoSeconds
                                + "\",\"format\":\"wav\"},\"type\":\"input_audio\"}]");
        assertEquals(text + 50, accepted("{" + sound + "}").prompt().tokens());
    }

    @Test
    void aSaltKeepsItsCallersBlocksToThemselves() {
        var body = HELLO.replace("hello", "abc ".repeat(100));
        var open = accepted("{" + body + "}").prompt();
        var mine = accepted("{" + body + ",\"cache_salt\":\"a\"}").prompt();
        var theirs = accepted("{" + body + ",\"cache_salt\":\"b\"}").prompt();
        assertEquals(open.blocks().count(), mine.blocks().count());
        assertNotEquals(open.blocks().hash(0), mine.blocks().hash(0));
        assertNotEquals(mine.blocks().hash(0), theirs.blocks().hash(0));
        assertEquals(open.hash(), mine.hash());
    }

    @Test
    void thinksWhenAskedTo() {
        assertEquals(Thinking.NONE, accepted("{" + HELLO + "}").thinking());
        assertTrue(accepted("{" + HELLO + ",\"reasoning_effort\":\"low\"}").thinking().wanted());
        var none = ",\"reasoning_effort\":\"none\"}";
        assertEquals(Thinking.NONE, accepted("{" + HELLO + none).thinking());
        var template = ",\"chat_template_kwargs\":{\"enable_thinking\":%s,\"x\":1}}";
        assertTrue(accepted("{" + HELLO + template.formatted("true")).thinking().wanted());
        var off = ",\"reasoning_effort\":\"high\"" + template.formatted("false");
        assertEquals(Thinking.NONE, accepted("{" + HELLO + off).thinking());
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
