// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.TraceRequest;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;

class PromptTextTest {

    private final PromptText prompts = new PromptText(0);

    @Property(tries = 300)
    void isExactlyAsLongAsTheRequest(
            @ForAll long id, @ForAll @IntRange(min = 8, max = 5_000) int tokens) {
        assertEquals(tokens, emulatedTokens(text(prompts, request(id, tokens))));
    }

    @Property(tries = 300)
    void sharesTheTextOfSharedBlocksAndNothingMore(
            @ForAll @IntRange(min = 1, max = 6) int shared,
            @ForAll @IntRange(max = 6) int moreHere,
            @ForAll @IntRange(min = 1, max = 6) int moreThere,
            @ForAll long first) {
        BlockIds here = BlockIds.consecutive(first, shared + moreHere);
        BlockIds there =
                BlockIds.prefixThenConsecutive(here, shared, first + 100, shared + moreThere);
        byte[] a = text(prompts, whole(here)).getBytes(StandardCharsets.US_ASCII);
        byte[] b = text(prompts, whole(there)).getBytes(StandardCharsets.US_ASCII);
        int sharedBytes = (shared * BlockIds.BLOCK_TOKENS - PromptText.TEMPLATE_TOKENS) * 4;
        int common = Arrays.mismatch(a, b);
        assertTrue(common >= sharedBytes, "shared " + common + " bytes of " + sharedBytes);
        assertTrue(common < sharedBytes + BlockText.NAME_WORDS * 4, "shared too much: " + common);
    }

    @Property(tries = 1_000)
    void tellsAnyTwoBlocksApartWithinTheirNames(@ForAll long one, @ForAll long other) {
        byte[] first = new byte[BlockText.NAME_WORDS * 4];
        byte[] second = new byte[first.length];
        BlockText.write(one, BlockText.NAME_WORDS, first, 0);
        BlockText.write(other, BlockText.NAME_WORDS, second, 0);
        assertEquals(one == other, Arrays.equals(first, second));
    }

    /** A word that stood for two would let two ids share a name. */
    @Test
    void hasSixtyFourDifferentWords() {
        String text = text(prompts, request(7, 10_000));
        assertEquals(64, new HashSet<>(Arrays.asList(text.strip().split(" "))).size());
    }

    @Property(tries = 100)
    void needsNoEscapeInJson(@ForAll long id) {
        String text = text(prompts, request(id, 600));
        assertTrue(text.chars().allMatch(c -> c == ' ' || (c >= 'a' && c <= 'z')), text);
    }

    @Test
    void isTheSameTextEachTime() {
        TraceRequest request = request(7, 2_000);
        assertEquals(text(prompts, request), text(new PromptText(0), request));
        assertFalse(
                text(prompts, request)
                        .startsWith(text(new PromptText(1), request).substring(0, 44)));
    }

    @Test
    void sendsTheShortestPromptForAShorterOne() {
        assertEquals(8, emulatedTokens(text(prompts, request(1, 2))));
        assertEquals(8, PromptText.tokens(request(1, 2)));
    }

    @Test
    void staysWithinItsPlace() {
        TraceRequest request = request(3, 1_500);
        byte[] target = new byte[PromptText.contentBytes(request) + 2];
        prompts.write(request, target, 1);
        assertEquals(0, target[0]);
        assertEquals(0, target[target.length - 1]);
        assertArrayEquals(
                text(prompts, request).getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOfRange(target, 1, target.length - 1));
    }

    @Test
    void makesTheLongestPromptOfTheTrace() {
        assertEquals(126_195, emulatedTokens(text(prompts, request(5, 126_195))));
    }

    /** The emulated tokenizer, as the twin documents it, for a chat of one message. */
    private static int emulatedTokens(String content) {
        int bytes = content.getBytes(StandardCharsets.UTF_8).length;
        return Math.ceilDiv(bytes, 4) + 4 + 3;
    }

    private static String text(PromptText prompts, TraceRequest request) {
        byte[] target = new byte[PromptText.contentBytes(request)];
        prompts.write(request, target, 0);
        return new String(target, StandardCharsets.US_ASCII);
    }

    private static TraceRequest request(long firstBlock, int tokens) {
        BlockIds blocks = BlockIds.consecutive(firstBlock, BlockIds.blocksOf(tokens));
        return new TraceRequest(0, 0, tokens, 1, blocks);
    }

    private static TraceRequest whole(BlockIds blocks) {
        return new TraceRequest(0, 0, blocks.size() * BlockIds.BLOCK_TOKENS, 1, blocks);
    }
}
