// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Rendering;
import io.wattmill.gateway.dialect.Rendering.Bill;
import io.wattmill.gateway.far.RequiredOfResponses;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.EngineJsonReader;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.JsonText;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.SseEvent;
import io.wattmill.gateway.wire.SseScanner;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.gateway.wire.WattmillUsage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whatever strangers and engines send: a response or a clear refusal, never an exception. */
class ResponsesFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ResponsesApi API = new ResponsesApi(JsonLimits.DEFAULT);
    private static final EngineJsonReader READER = new EngineJsonReader(JsonLimits.DEFAULT);
    private static final String ID = "01a2026d-3140-7974-8297-460e11c5bf13";
    private static final String[] USUAL = {"\"model\":\"m\"", "\"input\":\"hi\""};
    private static final Bill BILL =
            new Bill(
                    new Usage(9, 4, 5, 1),
                    new WattmillUsage(1_500_000, OptionalLong.of(42), "USD", 7),
                    1_000_000);
    private static final ResponseTurn.Keeping KEPT =
            new ResponseTurn.Keeping(true, (_, told) -> told.accept(true));

    private static TurnReading read(byte[] body, List<PastTurn> past) {
        return switch (API.order(body)) {
            case Ordering.Valid(ResponseOrder order) -> API.turn(order, past, ID, KEPT);
            case Ordering.Invalid(ApiError error) -> new TurnReading.Invalid(error);
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // --- requests

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> name =
                Arbitraries.of(
                        "model",
                        "input",
                        "instructions",
                        "stream",
                        "stream_options",
                        "store",
                        "max_output_tokens",
                        "tools",
                        "tool_choice",
                        "text",
                        "reasoning",
                        "include",
                        "metadata",
                        "top_logprobs",
                        "temperature",
                        "previous_response_id",
                        "truncation",
                        "service_tier",
                        "odd");
        Arbitrary<String> member =
                Combinators.combine(name, values()).as((n, v) -> "\"" + n + "\":" + v);
        return Combinators.combine(
                        member.list().uniqueElements(m -> m.split(":", 2)[0]).ofMaxSize(3),
                        Arbitraries.of(true, true, false))
                .as(ResponsesFuzzTest::body);
    }

    private static String body(List<String> members, boolean usual) {
        return usual ? JsonText.members(members, USUAL) : JsonText.members(members);
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> item =
                Combinators.combine(
                                Arbitraries.of(
                                        "message",
                                        "reasoning",
                                        "function_call",
                                        "function_call_output",
                                        "item_reference",
                                        "function",
                                        "json_schema",
                                        "input_text",
                                        "odd"),
                                Arbitraries.of("user", "assistant", "developer", "odd"),
                                Arbitraries.oneOf(content(), JsonText.value()),
                                Arbitraries.oneOf(JsonText.string(), JsonText.value()))
                        .as(ResponsesFuzzTest::item);
        return Arbitraries.oneOf(
                item.list().ofMaxSize(4).map(JsonText::list),
                item,
                item.map(format -> "{\"format\":" + format + "}"),
                JsonText.value(),
                Arbitraries.of(
                        "\"m\"",
                        "true",
                        "7",
                        "99999999999999999999",
                        "1e999",
                        "\"\\ud800\"",
                        "[\"\\ud83d\\ude00\"]"));
    }

    private static Arbitrary<String> content() {
        return Combinators.combine(
                        Arbitraries.of(
                                "input_text",
                                "output_text",
                                "refusal",
                                "input_image",
                                "input_file",
                                "reasoning_text"),
                        JsonText.string())
                .as(
                        (type, text) ->
                                "{\"type\":\"%s\",\"text\":%s,\"refusal\":%s,\"image_url\":%s}"
                                        .formatted(type, text, text, text))
                .list()
                .ofMaxSize(3)
                .map(JsonText::list);
    }

    private static String item(String type, String role, String content, String text) {
        return "{\"type\":\"%s\",\"role\":\"%s\",\"content\":%s,\"summary\":%s,\"call_id\":\"c\",\"name\":%s,\"arguments\":%s,\"output\":%s,\"schema\":{}}"
                .formatted(type, role, content, content, text, text, content);
    }

    /** What is taken can be kept, built on and listed. */
    @Property(tries = 1_000)
    void readsOrRefusesWhateverIsSent(@ForAll("bodies") String body) throws IOException {
        TurnReading reading = read(utf8(body), List.of());
        Statistics.collect(reading instanceof TurnReading.Valid);
        Statistics.coverage(coverage -> coverage.check(true).percentage(valid -> valid > 10));
        switch (reading) {
            case TurnReading.Valid(ResponseTurn turn, EngineRequest request) -> {
                JSON.readTree(request.body());
                assertTrue(request.promptBytes() > 0, body);
                assertEquals(1, request.output().sequences(), body);
                assertTrue(request.body().length <= 3 * body.length() + 400, body);
                buildsOn(turn, request);
            }
            case TurnReading.Invalid(ApiError error) -> assertEquals(400, error.status(), body);
        }
    }

    private static void buildsOn(ResponseTurn turn, EngineRequest request) throws IOException {
        Rendering rendering = turn.rendering(request, "m", ID);
        byte[] response =
                Splices.join(
                        rendering.answer(
                                READER.read(Slice.of(utf8("{\"choices\":[{}]}"))).orElseThrow(),
                                BILL));
        KeptResponse kept = turn.kept(response);
        PastTurn past = new PastTurn(kept.response(), kept.input());
        byte[] next = utf8("{\"model\":\"m\",\"input\":\"next\"}");
        assertInstanceOf(TurnReading.Valid.class, read(next, List.of(past)));
        for (JsonNode item : API.inputOf(List.of(past))) {
            assertTrue(item.path("id").isTextual() && item.path("type").isTextual());
        }
    }

    @Property(tries = 500)
    void readsOrRefusesWhateverBytesAreSent(
            @ForAll("bodies") String body, @ForAll @Size(max = 4) List<Byte> noise) {
        byte[] bytes = JsonText.damaged(body, noise);
        read(bytes.clone(), List.of());
        read(Arrays.copyOf(bytes, bytes.length / 2), List.of());
        read(utf8("{\"model\":\"m\",\"input\":\"x\"}"), List.of(new PastTurn(bytes, bytes)));
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 1_000, 100_000})
    void refusesWhatIsNestedTooDeep(int depth) {
        String deep = "[".repeat(depth) + "]".repeat(depth);
        byte[] body = utf8("{\"model\":\"m\",\"input\":\"x\",\"metadata\":" + deep + "}");
        assertInstanceOf(TurnReading.Invalid.class, read(body, List.of()));
    }

    // --- answers

    @Provide
    Arbitrary<String> chunks() {
        Arbitrary<String> delta =
                Combinators.combine(
                                Arbitraries.oneOf(JsonText.string(), JsonText.value()),
                                Arbitraries.oneOf(JsonText.string(), JsonText.value()),
                                Arbitraries.oneOf(
                                        Arbitraries.integers().between(-3, 6).map(String::valueOf),
                                        Arbitraries.just("null")),
                                Arbitraries.oneOf(
                                        JsonText.string(), Arbitraries.just("\"\\ud800\"")))
                        .as(
                                (content, other, index, arguments) ->
                                        ("{\"content\":%s,\"reasoning_content\":%s,\"refusal\":%s,\"tool_calls\":[{\"index\":%s,\"id\":%s,"
                                             + "\"function\":{\"name\":%s,\"arguments\":%s}}]}")
                                                .formatted(
                                                        content, other, other, index, content,
                                                        content, arguments));
        Arbitrary<String> finish =
                Arbitraries.of("null", "null", "\"stop\"", "\"length\"", "\"tool_calls\"", "7");
        return Combinators.combine(
                        Arbitraries.oneOf(delta, JsonText.value()), finish, JsonText.value())
                .as(
                        (d, f, logprobs) ->
                                "{\"choices\":[{\"index\":0,\"delta\":%s,\"message\":%s,\"finish_reason\":%s,\"logprobs\":{\"content\":%s}}]}"
                                        .formatted(d, d, f, logprobs));
    }

    private static Rendering rendering(String extra) {
        TurnReading reading =
                read(utf8("{\"model\":\"m\",\"input\":\"hi\"" + extra + "}"), List.of());
        var valid = assertInstanceOf(TurnReading.Valid.class, reading);
        return valid.turn().rendering(valid.request(), "m", ID);
    }

    @Property(tries = 500)
    void writesEventsInOrderWhateverAnEngineStreams(
            @ForAll @Size(max = 8) List<@From("chunks") String> chunks,
            @ForAll @IntRange(min = 1, max = 40) int cut,
            @ForAll boolean breaks,
            @ForAll boolean logprobs) {
        Rendering rendering = rendering(logprobs ? ",\"top_logprobs\":1" : "");
        StringBuilder stream = new StringBuilder();
        chunks.forEach(
                chunk -> stream.append("data: ").append(chunk.replace("\n", " ")).append("\n\n"));
        List<Slice> pieces = new ArrayList<>();
        byte[] bytes = utf8(stream.toString());
        SseScanner scanner = new SseScanner(1 << 16);
        for (int at = 0; at < bytes.length; at += cut) {
            scanner.feed(
                    Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + cut)),
                    event ->
                            READER.read(event.data())
                                    .ifPresent(
                                            chunk -> pieces.addAll(rendering.chunk(event, chunk))));
        }
        pieces.addAll(
                breaks
                        ? rendering.failure(ApiError.badGateway("x", "It broke.")).orElseThrow()
                        : rendering.end(Optional.empty(), Optional.empty(), BILL));
        RequiredOfResponses.events(new String(Splices.join(pieces), StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void writesAResponseWhateverAnEngineAnswers(@ForAll("chunks") String answer) {
        var json = READER.read(Slice.of(utf8(answer))).orElseThrow();
        byte[] response = Splices.join(rendering(",\"top_logprobs\":1").answer(json, BILL));
        RequiredOfResponses.ofResponse(
                new JsonObject(new String(response, StandardCharsets.UTF_8)));
    }

    // --- bounds

    /** What does not fit is not told, and the response says that it is not all of it. */
    @Test
    void aResponseIsBounded() throws IOException {
        Rendering rendering = rendering("");
        String chunk =
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                        + "x".repeat(1 << 20)
                        + "\"},\"finish_reason\":null}]}";
        long told = 0;
        for (int i = 0; i < 12; i++) {
            told +=
                    Splices.length(
                            rendering.chunk(
                                    new SseEvent(Slice.of(utf8(chunk)), Slice.of(utf8(chunk))),
                                    READER.read(Slice.of(utf8(chunk))).orElseThrow()));
        }
        assertTrue(told < 9 << 20, "told " + told);
        String end =
                new String(
                        Splices.join(rendering.end(Optional.empty(), Optional.empty(), BILL)),
                        StandardCharsets.UTF_8);
        String last = end.substring(end.lastIndexOf("data: ") + "data: ".length());
        JsonNode response = JSON.readTree(last).path("response");
        assertEquals("incomplete", response.path("status").asText());
        int kept = response.at("/output/0/content/0/text").textValue().length();
        assertEquals(8 << 20, kept);
    }
}
