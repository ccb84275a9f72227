// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.wire.Span;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class TokenReaderTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void readsTheFirstTokensOfAnAnswerAndOfAPrompt(
            @ForAll @Size(max = 3_000) @IntRange int[] any, @ForAll @IntRange(min = 1) int most) {
        int[] tokens = Arrays.stream(any).map(id -> id & Integer.MAX_VALUE).toArray();
        int[] wanted = Arrays.copyOf(tokens, Math.min(most, tokens.length));
        byte[] answer =
                bytes(
                        "{\"count\":1,\"more\":{\"tokens\":[7]},\"tokens\":"
                                + Arrays.toString(tokens)
                                + ",\"token_strs\":null}");
        assertArrayEquals(wanted, TokenReader.reply(answer, most).orElseThrow());
        if (tokens.length > 0) {
            byte[] prompt = bytes("{\"prompt\": " + Arrays.toString(tokens) + " }");
            Span value = new Span(11, prompt.length - 2);
            assertArrayEquals(wanted, TokenReader.prompt(prompt, value, most).orElseThrow());
        }
    }

    @Property
    void isNeverBrokenByWhatItReads(@ForAll byte[] anything) {
        TokenReader.prompt(anything, new Span(0, anything.length), 100);
        assertTrue(TokenReader.reply(anything, 100).isEmpty());
    }
}
