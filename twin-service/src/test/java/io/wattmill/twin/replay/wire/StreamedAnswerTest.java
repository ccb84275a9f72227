// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.replay.report.AnswerUsage;
import io.wattmill.twin.replay.report.Energy;
import io.wattmill.twin.replay.report.ErrorClass;
import io.wattmill.twin.replay.report.Money;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class StreamedAnswerTest {

    private static final String WHOLE =
            """
            : hello\r
            data: {"choices":[{"delta":{"role":"assistant","content":""}}],"usage":null}

            data: {"choices":[{"delta":{"content":"Grüße \\"usage\\":"}}]}\r
            \r
            event: x
            data:{"choices":[{"delta":{"content":"b"},
            data: "finish_reason":"stop"}]}

            data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,
            data: "prompt_tokens_details":{"cached_tokens":4},
            data: "wattmill":{"energy_joules":1.2345678,"energy_method":"predicted",
            data: "cost":0.000000123,"currency":"USD"}}}

            data: [DONE]

            """;

    private static final AnswerUsage USAGE =
            new AnswerUsage(
                    9,
                    4,
                    2,
                    Optional.of(new Energy(1_234_568, "predicted")),
                    Optional.of(new Money("USD", new BigDecimal("0.000000123"))));

    @Property(tries = 300)
    void readsTheSameHoweverTheBytesAreCut(
            @ForAll @Size(max = 12) List<@IntRange(max = 600) Integer> cuts) {
        StreamedAnswer answer = new StreamedAnswer(4_096);
        byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        for (int cut : cuts.stream().sorted().toList()) {
            int to = Math.clamp(cut, from, bytes.length);
            answer.take(Arrays.copyOfRange(bytes, from, to), 1);
            from = to;
        }
        answer.take(Arrays.copyOfRange(bytes, from, bytes.length), 1);
        assertTrue(answer.isDone());
        assertEquals(2, answer.contentChunks());
        assertEquals(Optional.of(USAGE), answer.usage());
        assertEquals(Optional.empty(), answer.broken());
    }

    @Test
    void remembersWhenTokensCame() {
        StreamedAnswer answer = new StreamedAnswer(4_096);
        assertEquals(0, take(answer, delta("\"role\":\"assistant\",\"content\":\"\""), 5));
        assertEquals(OptionalLong.empty(), answer.firstTokenUs());
        assertEquals(1, take(answer, delta("\"content\":\"a\""), 10));
        assertEquals(1, take(answer, delta("\"reasoning_content\":\"b\""), 20));
        assertEquals(1, take(answer, delta("\"tool_calls\":[{}]"), 30));
        take(answer, "data: [DONE]\n\n", 40);
        assertEquals(OptionalLong.of(10), answer.firstTokenUs());
        assertEquals(30, answer.lastTokenUs());
        assertEquals(OptionalLong.of(40), answer.doneUs());
    }

    @Test
    void isBrokenByAnErrorEvent() {
        assertBroken(
                ErrorClass.STREAM_ERROR,
                "engine_died: it is gone",
                "data: {\"error\":{\"message\":\"it is gone\",\"code\":\"engine_died\"}}\n\n");
    }

    @Test
    void isBrokenByWhatTheApiDoesNotSend() {
        assertBroken(ErrorClass.MALFORMED, "no choices", "data: {\"hello\":1}\n\n");
        StreamedAnswer answer = new StreamedAnswer(64);
        take(answer, "data: {nonsense\n\n", 0);
        assertEquals(ErrorClass.MALFORMED, answer.broken().orElseThrow().error());
    }

    @Test
    void isBrokenByAnEventLongerThanItsLimit() {
        StreamedAnswer answer = new StreamedAnswer(64);
        for (int i = 0; i < 10; i++) {
            take(answer, "data: aaaaaaaaaa", 0);
        }
        assertEquals(ErrorClass.EVENT_TOO_LONG, answer.broken().orElseThrow().error());
        StreamedAnswer lines = new StreamedAnswer(64);
        take(lines, "data: aaaaaaaaaa\n".repeat(10), 0);
        assertEquals(ErrorClass.EVENT_TOO_LONG, lines.broken().orElseThrow().error());
    }

    @Test
    void isNotDoneWithoutTheMark() {
        StreamedAnswer answer = new StreamedAnswer(4_096);
        take(answer, WHOLE.replace("data: [DONE]\n\n", "data: [DONE]\n"), 0);
        assertFalse(answer.isDone());
    }

    @Test
    void believesNoFigureThatIsNone() {
        StreamedAnswer answer = new StreamedAnswer(4_096);
        String absurd =
                """
                data: {"choices":[],"usage":{"prompt_tokens":-4,"completion_tokens":1,
                data: "wattmill":{"energy_joules":-1,"cost":1e999,"currency":"USD"}}}

                """;
        take(answer, absurd, 0);
        assertEquals(
                Optional.of(new AnswerUsage(0, 0, 1, Optional.empty(), Optional.empty())),
                answer.usage());
    }

    @Property(tries = 500)
    void neverThrowsOnAnyBytes(@ForAll byte[] bytes, @ForAll String text) {
        StreamedAnswer answer = new StreamedAnswer(256);
        answer.take(bytes, 0);
        take(answer, "data: " + text + "\n\n", 0);
        assertFalse(answer.isDone() && answer.contentChunks() > 0);
    }

    private static void assertBroken(ErrorClass error, String message, String events) {
        StreamedAnswer answer = new StreamedAnswer(4_096);
        take(answer, events, 0);
        take(answer, "data: [DONE]\n\n", 0);
        assertEquals(Optional.of(new StreamedAnswer.Broken(error, message)), answer.broken());
        assertFalse(answer.isDone());
    }

    private static String delta(String fields) {
        return "data: {\"choices\":[{\"delta\":{" + fields + "}}]}\n\n";
    }

    private static long take(StreamedAnswer answer, String text, long nowUs) {
        return answer.take(text.getBytes(StandardCharsets.UTF_8), nowUs);
    }
}
