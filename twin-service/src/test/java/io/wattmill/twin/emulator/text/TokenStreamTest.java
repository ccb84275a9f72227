// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

class TokenStreamTest {

    private static PromptTokens of(CharSequence... pieces) {
        var stream = new TokenStream();
        for (var piece : pieces) {
            stream.text(piece);
        }
        stream.endText();
        return stream.tokens();
    }

    @Property
    void countsWhatTheTokenizerCounts(@ForAll String text) {
        assertEquals(Tokenizer.tokens(text), of(text).count());
    }

    @Property
    void doesNotSeeWhereTextWasCutIntoPieces(
            @ForAll @StringLength(min = 1, max = 300) String text,
            @ForAll @IntRange(max = 300) int cut) {
        int at = Math.min(cut, text.length());
        boolean insidePair =
                at > 0
                        && at < text.length()
                        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        if (!insidePair) {
            var pieces = of(text.substring(0, at), text.substring(at));
            assertEquals(of(text), pieces);
        }
    }

    @Property
    void sharesBlocksUpToTheFirstByteThatDiffers(
            @ForAll @StringLength(min = 200, max = 400) String text,
            @ForAll @IntRange(max = 399) int changed) {
        var plain = text.replaceAll("[^\\x00-\\x7f]", "x");
        int at = Math.min(changed, plain.length() - 1);
        var other = new StringBuilder(plain);
        other.setCharAt(at, plain.charAt(at) == 'a' ? 'b' : 'a');
        var mine = of(plain).blocks();
        var theirs = of(other).blocks();
        int bytesPerBlock = PromptTokens.BLOCK_TOKENS * Tokenizer.BYTES_PER_TOKEN;
        for (int block = 0; block < mine.count(); block++) {
            boolean same = (block + 1) * bytesPerBlock <= at;
            assertEquals(same, mine.hash(block) == theirs.hash(block));
        }
    }

    @Test
    void tellsAShortLastTokenFromAFullOne() {
        var padding = "abcd".repeat(15);
        assertNotEquals(of(padding + "x").blocks(), of(padding + "\0\0\0x").blocks());
        assertEquals(1, of(padding + "x").blocks().count());
    }
}
