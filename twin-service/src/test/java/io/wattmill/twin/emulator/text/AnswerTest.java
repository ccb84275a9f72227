// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class AnswerTest {

    @Property
    void dependsOnSeedAndPromptAlone(@ForAll long seed, @ForAll long prompt) {
        var answer = Answer.to(seed, prompt, 220);
        assertEquals(answer, Answer.to(seed, prompt, 220));
        assertNotEquals(answer.seed(), Answer.to(seed, prompt + 1, 220).seed());
        assertTrue(answer.naturalTokens() >= 1 && answer.naturalTokens() <= 8 * 220);
    }

    @Test
    void naturalLengthsAverageToTheMeanThatWasAskedFor() {
        double mean =
                LongStream.range(0, 50_000)
                        .mapToInt(prompt -> Answer.to(42, prompt, 220).naturalTokens())
                        .average()
                        .orElseThrow();
        assertEquals(220, mean, 220 * 0.02);
    }

    @Property
    void ignoringTheEndMakesExactlyTheTokensThatWereAskedFor(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5_000) int max) {
        var length = AnswerLength.of(Answer.to(seed, 1, 100), max, true, List.of());
        assertEquals(new AnswerLength(max, FinishReason.LENGTH), length);
    }

    @Property
    void endsNaturallyOrAtTheLimit(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int max) {
        var answer = Answer.to(seed, 1, 100);
        var length = AnswerLength.of(answer, max, false, List.of());
        assertEquals(Math.min(max, answer.naturalTokens()), length.tokens());
        assertEquals(
                answer.naturalTokens() <= max ? FinishReason.STOP : FinishReason.LENGTH,
                length.reason());
    }

    @Property
    void sendsNoPartOfAStopStringAndAllThatIsBeforeIt(
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 3)
                    List<@LowerChars @StringLength(min = 1, max = 4) String> stops) {
        var answer = new Answer(seed, 200);
        var length = AnswerLength.of(answer, 200, false, stops);
        var transcript = new Transcript(answer, stops);
        var sent = new StringBuilder();
        var whole = new StringBuilder();
        for (int i = 0; i < length.tokens(); i++) {
            sent.append(transcript.next());
            whole.append(answer.token(i));
            assertTrue(whole.toString().startsWith(sent.toString()));
        }
        if (!transcript.stopped()) {
            sent.append(transcript.rest());
        }
        int cut =
                stops.stream()
                        .mapToInt(whole::indexOf)
                        .filter(at -> at >= 0)
                        .min()
                        .orElse(whole.length());
        assertEquals(whole.substring(0, cut), sent.toString());
        assertEquals(cut < whole.length(), transcript.stopped());
    }
}
