// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class PrefixBlocksTest {

    private static final long SALT = 7;
    private static final long REFERENCE_SEED_0 = 0x6F3914F18FE4DF57L;
    private static final long REFERENCE_SEED_1 = 0x3BD9FD41C5EC08C9L;

    private static Prompt prompt(String tools, String content) {
        byte[] bytes = (array(tools) + array(content)).getBytes(StandardCharsets.UTF_8);
        int cut = array(tools).length();
        return new Prompt(
                bytes, List.of(new Span(0, cut), new Span(cut, bytes.length)), Media.NONE);
    }

    private static String array(String text) {
        return text.isEmpty() ? "" : "[\"" + text + "\"]";
    }

    private static long[] hashes(String model, String tools, String content) {
        return PrefixBlocks.of(model, prompt(tools, content), SALT, 1_000);
    }

    @Test
    void hashesAsXxHash64Does() {
        // XXH64 of 1,024 bytes 0, 1, 2 .. 255 repeated: seeds 0 and 1, from lz4-java 1.8.0.
        byte[] bytes = new byte[PrefixBlocks.BLOCK];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        assertEquals(REFERENCE_SEED_0, PrefixBlocks.hash(bytes, 0, 0));
        assertEquals(REFERENCE_SEED_1, PrefixBlocks.hash(bytes, 0, 1));
    }

    @Property(tries = 100)
    void sharesHashesExactlyAsFarAsPromptsAreEqual(
            @ForAll @IntRange(min = 0, max = 5_000) int shared,
            @ForAll @IntRange(min = 0, max = 3_000) int rest) {
        String common = "a".repeat(shared);
        long[] left = hashes("m", "tool", common + "b" + "x".repeat(rest));
        long[] right = hashes("m", "tool", common + "c" + "x".repeat(rest));
        int equal = 0;
        while (equal < left.length && left[equal] == right[equal]) {
            equal++;
        }
        // The first differing byte lies behind ["tool"][" and the common part.
        assertEquals((8 + 2 + shared) / PrefixBlocks.BLOCK, equal);
        for (int i = equal; i < left.length; i++) {
            assertNotEquals(left[i], right[i], "a chain that parted must not meet again");
        }
    }

    @Test
    void isTheSameHoweverTheBlocksFallOnToolsAndMessages() {
        String text = "y".repeat(4_000);
        long[] hashes = hashes("m", text, "z".repeat(500));
        assertEquals((4_000 + 4 + 500 + 4) / PrefixBlocks.BLOCK, hashes.length);
        assertEquals(hashes.length, Arrays.stream(hashes).distinct().count());
    }

    @Test
    void dependsOnTenantAndModel() {
        String text = "q".repeat(2_000);
        long[] hashes = hashes("m", "", text);
        assertNotEquals(hashes[0], hashes("n", "", text)[0]);
        assertNotEquals(hashes[0], PrefixBlocks.of("m", prompt("", text), SALT + 1, 1_000)[0]);
        assertArrayEquals(hashes, hashes("m", "", text));
    }

    @Test
    void keepsWithinItsBound() {
        assertEquals(3, PrefixBlocks.of("m", prompt("", "w".repeat(9_000)), SALT, 3).length);
        assertEquals(0, PrefixBlocks.of("m", prompt("", "short"), SALT, 3).length);
    }
}
