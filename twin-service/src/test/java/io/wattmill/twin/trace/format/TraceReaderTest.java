// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Bundles;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.TraceShape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

class TraceReaderTest {

    private static final String GOOD =
            "{\"timestamp\": 0, \"input_length\": 600, \"output_length\": 5, \"hash_ids\": [0,"
                    + " 1]}\n";

    @Property(tries = 20)
    void readsWhatMooncakeWrites(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int count) {
        List<TraceRequest> whole =
                GeneratedTrace.of(seed, count, TraceShape.conversation()).requests().stream()
                        .map(request -> request.at(request.arrivalUs() / 1_000 * 1_000))
                        .toList();
        String text =
                whole.stream().map(TraceReaderTest::mooncakeRow).collect(Collectors.joining());
        assertEquals(
                whole,
                accepted(read(text, TraceFormat.MOONCAKE, Bundles.AS_RECORDED, count)).requests());
    }

    @Property(tries = 20)
    void givesARequestTheSameTimeWhateverTheLimit(@ForAll @IntRange(min = 1, max = 12) int limit) {
        String text =
                "001112334444"
                        .chars()
                        .mapToObj(
                                bundle ->
                                        GOOD.replace(
                                                "\"timestamp\": 0",
                                                "\"timestamp\": " + (bundle - '0') * 3_000))
                        .collect(Collectors.joining());
        Trace all = accepted(read(text, TraceFormat.MOONCAKE, Bundles.EVEN, 12));
        assertEquals(
                all.limited(limit),
                accepted(read(text, TraceFormat.MOONCAKE, Bundles.EVEN, limit)));
    }

    @Property(tries = 500)
    void neverThrowsOnAnyText(@ForAll String text, @ForAll TraceFormat format) {
        assertNotNull(read(text, format, Bundles.EVEN, 10));
        assertNotNull(read(GOOD + text + "\n" + GOOD, format, Bundles.EVEN, 10));
    }

    @Test
    void readsWhatAzureWrites() {
        String text =
                AzureRows.HEADER
                        + "\r\n"
                        + "2023-11-16 18:15:46.6805900,374,44\r\n"
                        + "2023-11-16 18:15:50.9951690,900,109\r\n";
        Trace trace = accepted(read(text, TraceFormat.AZURE, Bundles.AS_RECORDED, 9));
        assertEquals(
                List.of(
                        new TraceRequest(0, 0, 374, 44, BlockIds.of(0)),
                        new TraceRequest(1, 4_314_579, 900, 109, BlockIds.of(1, 2))),
                trace.requests());
    }

    private static final String HEAD =
            "{\"recording\":\"wattmill\",\"version\":1,\"block_bytes\":1024,\"names\":\"a\"}\n";

    private static String recorded(long arrivalUs, int input, int output, String blocks) {
        return "{\"arrival_us\":%d,\"tenant\":\"t\",\"input_tokens\":%d,\"output_tokens\":%d,\"prompt_bytes\":%d,\"blocks\":[%s],\"outcome\":\"completed\"}\n"
                .formatted(arrivalUs, input, output, 4 * input, blocks);
    }

    private static Trace recording(String text, int limit) {
        return accepted(read(text, TraceFormat.WATTMILL, Bundles.AS_RECORDED, limit));
    }

    @Test
    void readsARecordingInOrderOfArrivalWhateverEndedFirst() {
        String text =
                HEAD
                        + recorded(1_700_000_000_000_500L, 600, 9, "1,2")
                        + recorded(1_700_000_000_000_100L, 100, 5, "")
                        + "{\"end\":{\"requests\":2,\"dropped\":0}}\n"
                        + HEAD
                        + recorded(1_700_000_000_000_300L, 0, 0, "")
                        + recorded(1_700_000_000_000_200L, 30, 1, "").substring(0, 60);
        List<TraceRequest> requests = recording(text, 9).requests();
        assertEquals(
                List.of(List.of(0L, 0L, 100L, 5L), List.of(1L, 400L, 600L, 9L)),
                requests.stream().map(TraceReaderTest::figures).toList());
        assertEquals(requests.subList(0, 1), recording(text, 1).requests());
    }

    private static List<Long> figures(TraceRequest request) {
        return List.of(
                (long) request.index(),
                request.arrivalUs(),
                (long) request.inputTokens(),
                (long) request.outputTokens());
    }

    @Test
    void sharesAsManyTokensAsTheBytesThatWereShared() {
        String text =
                HEAD
                        + recorded(1, 3_000, 1, "1,2,3,4,5,6,7,8,9,10,11")
                        + recorded(2, 3_000, 1, "1,2,3,4,5,6,20,21,22,23,24")
                        + recorded(3, 700, 1, "1,2")
                        + recorded(4, 3_000, 1, "30,31,32,33,34,35,36,37,38,39,40")
                        + recorded(5, 2_600, 1, "1,2,3,4,5,6,20,21,22,23");
        List<TraceRequest> requests = recording(text, 9).requests();
        BlockIds first = requests.get(0).blocks();
        assertEquals(3, first.sharedWith(requests.get(1).blocks()));
        assertEquals(1, first.sharedWith(requests.get(2).blocks()));
        assertEquals(0, first.sharedWith(requests.get(3).blocks()));
        assertEquals(3, first.sharedWith(requests.get(4).blocks()));
        assertEquals(5, requests.get(1).blocks().sharedWith(requests.get(4).blocks()));
    }

    @Test
    void refusesARecordingOfAnotherVersionOrWithoutItsFirstLine() {
        assertEquals(
                List.of("line 1: version is 2; want a whole number from 1 to 1"),
                refused(
                        read(
                                HEAD.replace("\"version\":1", "\"version\":2")
                                        + recorded(1, 1, 1, ""),
                                TraceFormat.WATTMILL,
                                Bundles.AS_RECORDED,
                                9)));
        assertEquals(
                List.of("line 1: comes before the line that says \"recording\""),
                refused(read(recorded(1, 1, 1, ""), TraceFormat.WATTMILL, Bundles.AS_RECORDED, 9)));
    }

    @Test
    void tellsLineFieldAndValueOfEachProblem() {
        String text =
                GOOD
                        + "{\"timestamp\": -1, \"input_length\": \"x\", \"output_length\": 5,"
                        + " \"hash_ids\": [0]}\n"
                        + "\n"
                        + "nonsense\n"
                        + GOOD.replace("[0, 1]", "[0]")
                        + GOOD.replace("[0, 1]", "[0, \"a\"]")
                        + GOOD.replace("\"output_length\": 5, ", "");
        String limit = "; want a whole number from 1 to 16000000";
        assertEquals(
                List.of(
                        "line 2: timestamp is -1; want a whole number from 0 to 315360000000",
                        "line 2: input_length is \"x\"" + limit,
                        "line 4: is not JSON",
                        "line 5: hash_ids has 1 blocks; 600 tokens take 2",
                        "line 6: hash_ids is not a list of whole numbers",
                        "line 7: output_length is missing" + limit),
                refused(read(text, TraceFormat.MOONCAKE, Bundles.EVEN, 99)));
    }

    @Test
    void tellsWhatIsWrongWithACsv() {
        String text =
                AzureRows.HEADER
                        + "\n"
                        + "2023-11-16 18:15:46,374,44\n"
                        + "yesterday,0,1e3\n"
                        + "2023-11-16 18:15:45,1,1\n"
                        + "1,2\n";
        assertEquals(
                List.of(
                        "line 3: TIMESTAMP is no time such as 2023-11-16 18:15:46.6805900",
                        "line 3: ContextTokens is not a whole number from 1 to 16000000",
                        "line 3: GeneratedTokens is not a whole number from 1 to 16000000",
                        "line 4: TIMESTAMP is before the first row's",
                        "line 5: has 2 columns, not 3"),
                refused(read(text, TraceFormat.AZURE, Bundles.AS_RECORDED, 99)));
    }

    @Test
    void refusesACsvWithoutItsHeader() {
        assertEquals(
                List.of("line 1: is not the header " + AzureRows.HEADER),
                refused(read("a,b\n", TraceFormat.AZURE, Bundles.AS_RECORDED, 99)));
    }

    @Test
    void refusesToGoBackInTime() {
        String text = GOOD.replace("\"timestamp\": 0", "\"timestamp\": 9") + GOOD;
        assertEquals(
                List.of("line 2: goes back in time; sort the trace"),
                refused(read(text, TraceFormat.MOONCAKE, Bundles.EVEN, 99)));
    }

    @Test
    void refusesAnEmptyTrace() {
        assertEquals(
                List.of("line 0: ends without a request"),
                refused(read("", TraceFormat.MOONCAKE, Bundles.EVEN, 99)));
    }

    @Test
    void holdsNoLineLongerThanItsLimit() {
        ReadLimits narrow = new ReadLimits(10, 200, 1 << 20, 10, 20);
        assertEquals(
                List.of("line 2: is longer than 200 characters"),
                refused(
                        read(
                                GOOD + " ".repeat(100_000),
                                TraceFormat.MOONCAKE,
                                Bundles.EVEN,
                                10,
                                narrow)));
        String exact = GOOD.strip() + " ".repeat(200 - GOOD.strip().length());
        assertEquals(
                1,
                accepted(read(exact, TraceFormat.MOONCAKE, Bundles.EVEN, 10, narrow))
                        .requests()
                        .size());
    }

    @Test
    void holdsNoMoreRequestsThanItsLimit() {
        ReadLimits few = new ReadLimits(3, 200, 1 << 20, 10, 20);
        assertEquals(
                List.of("line 4: is beyond 3 requests; ask for fewer"),
                refused(read(GOOD.repeat(9), TraceFormat.MOONCAKE, Bundles.AS_RECORDED, 99, few)));
    }

    @Test
    void holdsNoMoreMemoryThanItsLimit() {
        ReadLimits little = ReadLimits.USUAL.keeping(300);
        List<String> problems =
                refused(
                        read(
                                GOOD.repeat(9),
                                TraceFormat.MOONCAKE,
                                Bundles.AS_RECORDED,
                                99,
                                little));
        assertEquals(1, problems.size());
        assertTrue(
                problems.getFirst().startsWith("line 3: makes what is kept"), problems::toString);
        assertTrue(problems.getFirst().contains("300 bytes"), problems::toString);
    }

    @Test
    void endsAfterItsMostProblems() {
        ReadLimits brief = new ReadLimits(10, 200, 1 << 20, 10, 2);
        assertEquals(
                2,
                refused(read("x\n".repeat(50), TraceFormat.MOONCAKE, Bundles.EVEN, 9, brief))
                        .size());
    }

    private static String mooncakeRow(TraceRequest request) {
        return "{\"timestamp\":%d,\"input_length\":%d,\"output_length\":%d,\"hash_ids\":%s}%n"
                .formatted(
                        request.arrivalUs() / 1_000,
                        request.inputTokens(),
                        request.outputTokens(),
                        request.blocks());
    }

    private static TraceReading read(String text, TraceFormat format, Bundles bundles, int limit) {
        return read(text, format, bundles, limit, ReadLimits.USUAL);
    }

    private static TraceReading read(
            String text, TraceFormat format, Bundles bundles, int limit, ReadLimits limits) {
        try {
            return TraceReader.read(new StringReader(text), "text", format, bundles, limit, limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trace accepted(TraceReading reading) {
        return assertInstanceOf(TraceReading.Accepted.class, reading).trace();
    }

    /** The problems; of one that quotes the JSON parser, its beginning. */
    private static List<String> refused(TraceReading reading) {
        return assertInstanceOf(TraceReading.Refused.class, reading).problems().stream()
                .map(TraceProblem::toString)
                .map(text -> text.replace(" (in text)", ""))
                .map(text -> text.replaceFirst("^(line \\d+: )(is not JSON).*", "$1$2"))
                .toList();
    }
}
