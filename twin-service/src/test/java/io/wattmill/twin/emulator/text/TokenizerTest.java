// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class TokenizerTest {

    @Property
    void countsTheBytesThatAnEncoderWouldWrite(@ForAll String text) {
        long encoded = text.getBytes(StandardCharsets.UTF_8).length;
        assertEquals(encoded, Tokenizer.utf8Bytes(text, 0, text.length()));
        assertEquals((encoded + 3) / 4, Tokenizer.tokens(text));
    }

    @Test
    void countsALoneSurrogateAsTheQuestionMarkThatReplacesIt() {
        assertEquals(2, Tokenizer.utf8Bytes("a\uD83D", 0, 2));
        assertEquals(4, Tokenizer.utf8Bytes("\uD83D\uDE00", 0, 2));
        assertEquals(1, Tokenizer.utf8Bytes("\uD83D\uDE00", 0, 1));
    }

    @Property
    void countsAnAnswerThatComesBackAsThePromptItWasMadeOf(
            @ForAll long seed,
            @ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 500) int n) {
        var answer = new Answer(seed, n);
        var text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            text.append(answer.token(i));
        }
        assertEquals(n, Tokenizer.tokens(text));
    }
}
