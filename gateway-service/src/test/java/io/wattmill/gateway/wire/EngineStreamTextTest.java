// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reading what engines send: events across chunks, and the parts of a chunk. */
class EngineStreamTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EngineJsonReader READER = new EngineJsonReader(JsonLimits.DEFAULT);

    private static List<String> events(byte[] stream, List<Integer> cuts) {
        List<String> data = new ArrayList<>();
        SseScanner scanner = new SseScanner(1 << 16);
        int at = 0;
        for (int cut : cuts) {
            int to = Math.min(stream.length, at + cut);
            assertTrue(
                    scanner.feed(
                            Arrays.copyOfRange(stream, at, to), e -> data.add(text(e.data()))));
            at = to;
        }
        scanner.feed(Arrays.copyOfRange(stream, at, stream.length), e -> data.add(text(e.data())));
        scanner.end(e -> data.add(text(e.data())));
        return data;
    }

    private static String text(Slice slice) {
        return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.UTF_8);
    }

    @Property
    void findsTheSameEventsWhereverTheStreamIsCut(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 9) Integer> cuts,
            @ForAll("lineEnds") String end) {
        String stream =
                ": hello"
                        + end
                        + end
                        + "data: {\"a\":\"é漢\"}"
                        + end
                        + end
                        + "event: x"
                        + end
                        + "data:1"
                        + end
                        + "data: 2"
                        + end
                        + end
                        + "data: [DONE]"
                        + end
                        + end;
        List<String> whole = events(stream.getBytes(StandardCharsets.UTF_8), List.of());
        assertEquals(List.of("", "{\"a\":\"é漢\"}", "1\n2", "[DONE]"), whole);
        assertEquals(whole, events(stream.getBytes(StandardCharsets.UTF_8), cuts));
    }

    @Provide
    Arbitrary<String> lineEnds() {
        return Arbitraries.of("\n", "\r\n", "\r");
    }

    @Test
    void refusesAnEventThatNeverEnds() {
        SseScanner scanner = new SseScanner(100);
        assertTrue(scanner.feed(new byte[90], _ -> {}));
        assertFalse(scanner.feed(new byte[20], _ -> {}));
    }

    @Provide
    Arbitrary<String> chunks() {
        Arbitrary<String> usage =
                Arbitraries.of(
                        "\"usage\":null",
                        "\"usage\" :"
                            + " {\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}",
                        "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":9}}",
                        "\"usage\":{}");
        Arbitrary<String> other =
                Combinators.combine(Arbitraries.of("p", "q", "r", "s"), JsonText.value())
                        .as((name, value) -> "\"" + name + "\": " + value);
        return Combinators.combine(other.list().ofMaxSize(2), usage, other.list().ofMaxSize(2))
                .as(
                        (before, middle, after) -> {
                            List<String> all = new ArrayList<>(before);
                            all.add(middle);
                            all.addAll(after);
                            return "{ " + String.join(" , ", all) + " }";
                        });
    }

    @Property
    void cutsUsageOutOfAChunkWhereverItLies(@ForAll("chunks") String chunk) throws IOException {
        byte[] shifted = ("data: " + chunk).getBytes(StandardCharsets.UTF_8);
        EngineJson json = READER.read(new Slice(shifted, 6, shifted.length)).orElseThrow();
        byte[] cut = new Splices(json.text()).cut(json.usageMember().orElseThrow()).join();
        ObjectNode expected = (ObjectNode) JSON.readTree(chunk);
        expected.remove("usage");
        assertEquals(expected, JSON.readTree(cut));
    }

    @Property
    void addsOurUsageToTheEnginesOrMakesOne(@ForAll("chunks") String chunk) throws IOException {
        EngineJson json =
                READER.read(Slice.of(chunk.getBytes(StandardCharsets.UTF_8))).orElseThrow();
        WattmillUsage ours = new WattmillUsage(1_500_000, OptionalLong.of(42), "USD", 7);
        JsonNode usage =
                JSON.readTree(Splices.join(ours.spliceInto(json, new Usage(3, 0, 2, 0))))
                        .get("usage");
        assertEquals(2, usage.get("completion_tokens").intValue());
        assertEquals(1.5, usage.get("wattmill").get("energy_joules").doubleValue());
        assertEquals(
                "0.000000042", usage.get("wattmill").get("cost").decimalValue().toPlainString());
    }

    @Test
    void takesNoUsageThatContradictsItself() {
        for (String usage :
                List.of(
                        "{\"prompt_tokens\":3,\"completion_tokens\":-1}",
                        "{\"prompt_tokens\":3,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":4}}",
                        "{\"prompt_tokens\":3,\"completion_tokens\":99999999999999999999}",
                        "{\"prompt_tokens\":3}",
                        "{\"prompt_tokens\":\"3\",\"completion_tokens\":1}")) {
            assertEquals(
                    Optional.empty(),
                    read("{\"choices\":[],\"usage\":" + usage + "}").usage(),
                    usage);
        }
    }

    private static EngineJson read(String json) {
        return READER.read(Slice.of(json.getBytes(StandardCharsets.UTF_8))).orElseThrow();
    }

    @Test
    void countsChoicesThatCarryOutput() {
        assertEquals(
                0,
                read("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}")
                        .deliveries());
        assertEquals(1, read("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}").deliveries());
        assertEquals(
                1, read("{\"choices\":[{\"delta\":{\"reasoning_content\":\"x\"}}]}").deliveries());
        assertEquals(
                1,
                read("{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]}}]}")
                        .deliveries());
        assertEquals(
                0,
                read("{\"choices\":[{\"delta\":{\"tool_calls\":[]},\"finish_reason\":\"stop\"}]}")
                        .deliveries());
        assertEquals(
                2,
                read("{\"choices\":[{\"text\":\"a\"},{\"text\":\"b\"},{\"text\":\"\"}]}")
                        .deliveries());
        assertEquals(
                "stop",
                read("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}").finishReason());
    }

    @Property(tries = 500)
    void survivesAnyBytes(@ForAll byte[] noise) {
        READER.read(Slice.of(noise));
        new SseScanner(1_000).feed(noise, _ -> {});
        EngineErrorReader.message(Slice.of(noise));
    }
}
