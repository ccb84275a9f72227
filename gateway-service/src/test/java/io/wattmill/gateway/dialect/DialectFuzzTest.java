// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.dialect.anthropic.MessagesDialect;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.dialect.openai.CompletionDialect;
import io.wattmill.gateway.dialect.openai.EmbeddingDialect;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.ErrorShape;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.JsonText;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.SseScanner;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.gateway.wire.WattmillUsage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whatever strangers and engines send: an answer or a clear refusal, never an exception. */
class DialectFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MessagesDialect MESSAGES = new MessagesDialect(JsonLimits.DEFAULT);
    private static final List<Dialect> ALL =
            List.of(
                    new ChatDialect(JsonLimits.DEFAULT),
                    new CompletionDialect(JsonLimits.DEFAULT),
                    new EmbeddingDialect(JsonLimits.DEFAULT),
                    MESSAGES);
    private static final EngineJsonReader READER = new EngineJsonReader(JsonLimits.DEFAULT);
    private static final String[] USUAL = {
        "\"model\":\"m\"",
        "\"max_tokens\":5",
        "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
    };
    private static final Bill BILL =
            new Bill(
                    new Usage(9, 4, 5, 1),
                    new WattmillUsage(1_500_000, OptionalLong.of(42), "USD", 7),
                    1_000_000);

    // --- requests

    /** The members that dialects look into, each with a value that may be of any type. */
    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> name =
                Arbitraries.of(
                        "model",
                        "messages",
                        "prompt",
                        "input",
                        "stream",
                        "stream_options",
                        "n",
                        "max_tokens",
                        "system",
                        "tools",
                        "tool_choice",
                        "thinking",
                        "output_config",
                        "metadata",
                        "stop_sequences",
                        "service_tier",
                        "odd");
        Arbitrary<String> member =
                Combinators.combine(name, values()).as((n, v) -> "\"" + n + "\":" + v);
        return Combinators.combine(
                        member.list().uniqueElements(m -> m.split(":", 2)[0]).ofMaxSize(8),
                        Arbitraries.of(true, false))
                .as((members, usual) -> body(members, usual));
    }

    private static String body(List<String> members, boolean usual) {
        return usual ? JsonText.members(members, USUAL) : JsonText.members(members);
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> block =
                Combinators.combine(
                                Arbitraries.of(
                                        "text",
                                        "image",
                                        "tool_use",
                                        "tool_result",
                                        "thinking",
                                        "redacted_thinking",
                                        "document",
                                        "enabled",
                                        "any",
                                        "odd"),
                                JsonText.value(),
                                JsonText.value())
                        .as(DialectFuzzTest::block);
        Arbitrary<String> blocks = block.list().ofMaxSize(3).map(JsonText::list);
        Arbitrary<String> messages =
                Combinators.combine(
                                Arbitraries.of("user", "assistant", "system", "odd"),
                                Arbitraries.oneOf(blocks, JsonText.value()))
                        .as((r, c) -> "{\"role\":\"" + r + "\",\"content\":" + c + "}")
                        .list()
                        .ofMaxSize(3)
                        .map(JsonText::list);
        return Arbitraries.oneOf(
                JsonText.value(),
                blocks,
                messages,
                block,
                Arbitraries.of(
                        "\"m\"",
                        "true",
                        "1000000",
                        "99999999999999999999",
                        "1e999",
                        "\"\\ud800\"",
                        "\"\\udc00x\"",
                        "[\"\\ud83d\\ude00\"]"));
    }

    private static String block(String type, String one, String other) {
        return "{\"type\":\"%s\",\"text\":%s,\"thinking\":%s,\"content\":%s,\"tool_use_id\":\"t\",\"id\":\"t\",\"name\":\"n\",\"input\":%s,\"source\":{\"type\":\"base64\",\"media_type\":\"i/p\",\"data\":%s}}"
                .formatted(type, one, one, other, other, one);
    }

    @Property(tries = 1_000)
    void readsOrRefusesWhateverIsSent(@ForAll("bodies") String body) throws IOException {
        for (Dialect dialect : ALL) {
            switch (dialect.read(body.getBytes(StandardCharsets.UTF_8))) {
                case Reading.Valid(EngineRequest request) -> {
                    JsonNode sent = JSON.readTree(request.body());
                    assertEquals(request.model(), sent.path("model").textValue());
                    assertTrue(request.promptBytes() > 0, body);
                    assertTrue(request.output().sequences() >= 1, body);
                    assertTrue(
                            request.body().length <= 3 * body.length() + 400,
                            () -> "grew to " + request.body().length + ": " + body);
                }
                case Reading.Invalid(ApiError error) -> {
                    assertEquals(400, error.status(), body);
                    for (ErrorShape shape : ErrorShape.values()) {
                        JSON.readTree(shape.body(error, "id"));
                    }
                }
            }
        }
    }

    @Property(tries = 500)
    void readsOrRefusesWhateverBytesAreSent(
            @ForAll("bodies") String body, @ForAll @Size(max = 4) List<Byte> noise) {
        byte[] bytes = JsonText.damaged(body, noise);
        for (Dialect dialect : ALL) {
            dialect.read(bytes.clone());
            dialect.read(Arrays.copyOf(bytes, bytes.length / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "-Infinity",
                "1e",
                "01",
                "\"\\x\"",
                "'a'",
                "{\"a\":1,\"a\":2}",
                "[,]",
            })
    void refusesMessagesWithWhatIsNoJsonOrHasTwoReadings(String value) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":5,\"odd\":"
                        + value
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        ApiError error =
                assertInstanceOf(
                                Reading.Invalid.class,
                                MESSAGES.read(body.getBytes(StandardCharsets.UTF_8)))
                        .error();
        assertEquals(400, error.status());
        assertFalse(error.message().contains("hi\""), error.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 1_000, 100_000})
    void refusesWhatIsNestedTooDeep(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        String body =
                "{\"model\":\"m\",\"max_tokens\":5,\"prompt\":%s,\"input\":%s,\"messages\":%s}"
                        .formatted(deep, deep, deep);
        for (Dialect dialect : ALL) {
            if (depth > 128 || dialect == MESSAGES) {
                assertInstanceOf(
                        Reading.Invalid.class,
                        dialect.read(body.getBytes(StandardCharsets.UTF_8)),
                        dialect.api());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {600_000})
    void refusesBodiesOfTinyPieces(int pieces) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[" + "1,".repeat(pieces) + "1]}";
        assertInstanceOf(
                Reading.Invalid.class, MESSAGES.read(body.getBytes(StandardCharsets.UTF_8)));
        StringBuilder members = new StringBuilder("{\"model\":\"m\"");
        for (int i = 0; i < 2_000; i++) {
            members.append(",\"k").append(i).append("\":1");
        }
        byte[] many = members.append("}").toString().getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(Reading.Invalid.class, ALL.getFirst().read(many));
    }

    // --- answers

    @Provide
    Arbitrary<String> chunks() {
        Arbitrary<String> delta =
                Combinators.combine(
                                JsonText.value(),
                                JsonText.value(),
                                Arbitraries.integers().between(-3, 6),
                                Arbitraries.oneOf(
                                        JsonText.string(),
                                        JsonText.value(),
                                        Arbitraries.just("\"\\ud800\"")))
                        .as(
                                (content, reasoning, index, arguments) ->
                                        ("{\"content\":%s,\"reasoning_content\":%s,\"tool_calls\":[{\"index\":%d,\"id\":%s,"
                                             + "\"function\":{\"name\":%s,\"arguments\":%s}}]}")
                                                .formatted(
                                                        content, reasoning, index, arguments,
                                                        content, arguments));
        Arbitrary<String> finish =
                Arbitraries.of("null", "\"stop\"", "\"length\"", "\"tool_calls\"", "7", "{}");
        return Combinators.combine(Arbitraries.oneOf(delta, JsonText.value()), finish)
                .as(
                        (d, f) ->
                                "{\"choices\":[{\"index\":0,\"delta\":%s,\"message\":%s,\"finish_reason\":%s}]}"
                                        .formatted(d, d, f));
    }

    private static Rendering messages() {
        return MESSAGES.rendering(
                assertInstanceOf(
                                Reading.Valid.class,
                                MESSAGES.read(
                                        body(List.of(), true).getBytes(StandardCharsets.UTF_8)))
                        .request(),
                "m",
                "0192-3");
    }

    @Property(tries = 500)
    void writesEventsInOrderWhateverAnEngineStreams(
            @ForAll @Size(max = 8) List<@net.jqwik.api.From("chunks") String> chunks,
            @ForAll @IntRange(min = 1, max = 40) int cut)
            throws IOException {
        Rendering rendering = messages();
        StringBuilder stream = new StringBuilder();
        chunks.forEach(chunk -> stream.append("data: ").append(flat(chunk)).append("\n\n"));
        List<Slice> pieces = new ArrayList<>();
        byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
        SseScanner scanner = new SseScanner(1 << 16);
        for (int at = 0; at < bytes.length; at += cut) {
            scanner.feed(
                    Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + cut)),
                    event ->
                            READER.read(event.data())
                                    .ifPresent(
                                            chunk -> pieces.addAll(rendering.chunk(event, chunk))));
        }
        pieces.addAll(rendering.end(Optional.empty(), Optional.empty(), BILL));
        requireOrder(new String(Splices.join(pieces), StandardCharsets.UTF_8));
    }

    private static String flat(String json) {
        return json.replace("\n", " ");
    }

    private static void requireOrder(String stream) throws IOException {
        List<Integer> open = new ArrayList<>();
        int next = 0;
        List<String> types = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            String[] lines = event.split("\n");
            assertEquals(2, lines.length, event);
            JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
            String type = data.path("type").textValue();
            assertEquals("event: " + type, lines[0]);
            types.add(type);
            int index = data.path("index").asInt(-1);
            switch (type) {
                case "content_block_start" -> {
                    assertEquals(next++, index);
                    open.add(index);
                }
                case "content_block_delta" -> assertTrue(open.contains(index), stream);
                case "content_block_stop" -> assertTrue(open.remove((Integer) index), stream);
                default -> assertEquals(-1, index);
            }
        }
        assertEquals(List.of("message_start", "ping"), types.subList(0, 2));
        assertEquals(
                List.of("message_delta", "message_stop"),
                types.subList(types.size() - 2, types.size()));
        assertEquals(List.of(), open, stream);
    }

    @Property(tries = 500)
    void writesAMessageWhateverAnEngineAnswers(@ForAll("chunks") String answer) throws IOException {
        EngineJson json =
                READER.read(Slice.of(answer.getBytes(StandardCharsets.UTF_8))).orElseThrow();
        JsonNode message = JSON.readTree(Splices.join(messages().answer(json, BILL)));
        assertEquals("message", message.path("type").textValue());
        assertTrue(message.path("content").isArray());
        assertEquals(5, message.path("usage").path("input_tokens").intValue());
        assertEquals(4, message.path("usage").path("cache_read_input_tokens").intValue());
        assertEquals(5, message.path("usage").path("output_tokens").intValue());
    }
}
