// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

class PrefixIndexTest {
    private static final long SECOND = 1_000_000_000;
    private static final PrefixBlocks PROMPT = Prompts.of(1, 2, 3, 4, 5, 6, 7, 8);

    private final PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT);

    private int[] match(PrefixBlocks prompt) {
        int[] depths = new int[index.placesEnd()];
        index.match(prompt, depths);
        return depths;
    }

    private boolean stored(int place, int block, Tier tier) {
        long parent = block == 1 ? PrefixIndex.ROOT : PROMPT.hash(block - 2);
        return index.stored(place, PROMPT.hash(block - 1), parent, tier);
    }

    private boolean removed(int place, int block, Tier tier) {
        return index.removed(place, PROMPT.hash(block - 1), tier);
    }

    @Test
    void tellsHowDeepEachEngineGoes() {
        for (int i = 0; i < 300; i++) {
            index.join();
        }
        index.placed(0, PROMPT, 0);
        index.placed(130, Prompts.of(1, 2, 3, 9), 0);
        index.placed(299, Prompts.of(1), 0);
        int[] expected = new int[300];
        expected[0] = 8;
        expected[130] = 3;
        expected[299] = 1;
        assertArrayEquals(expected, match(PROMPT));
        assertArrayEquals(new int[300], match(Prompts.of(9)));
        assertArrayEquals(new int[300], match(PrefixBlocks.NONE));
    }

    @Test
    void forgetsAnEngineThatLeftBeforeItsPlaceIsAnothers() {
        index.join();
        index.join();
        index.placed(0, PROMPT, 0);
        index.placed(1, PROMPT, 0);
        index.leave(0);
        assertEquals(0, index.join());
        assertArrayEquals(new int[] {0, 8}, match(PROMPT));
        index.tidy(0);
        assertEquals(8, index.held());
    }

    @Test
    void forgetsAnEngineABoundedPieceAtATime() {
        index.join();
        index.join();
        for (int i = 0; i < 100; i++) {
            index.placed(0, Prompts.of(LongStream.range(i, i + 100).toArray()), 0);
        }
        index.placed(1, PROMPT, 0);
        index.leave(0);
        assertArrayEquals(new int[] {0, 8}, match(PROMPT));
        for (int left = index.held() - 8; left > 0; left -= 1_024) {
            assertEquals(left + 8, index.held());
            index.tidy(0);
        }
        assertEquals(8, index.held());
    }

    @Test
    void believesAnEngineThatTells() {
        index.join();
        index.exact(0);
        assertFalse(stored(0, 2, Tier.GPU));
        for (int block = 1; block <= 8; block++) {
            assertTrue(stored(0, block, Tier.GPU));
        }
        assertArrayEquals(new int[] {8}, match(PROMPT));
        assertTrue(removed(0, 8, Tier.GPU));
        assertArrayEquals(new int[] {7}, match(PROMPT));
        assertTrue(removed(0, 4, Tier.GPU));
        assertFalse(removed(0, 5, Tier.GPU));
        assertArrayEquals(new int[] {3}, match(PROMPT));
        index.cleared(0);
        assertArrayEquals(new int[] {0}, match(PROMPT));
    }

    @Test
    void guessesForAMomentWhatIsTold() {
        index.join();
        index.exact(0);
        index.placed(0, PROMPT, 0);
        assertArrayEquals(new int[] {8}, match(PROMPT));
        stored(0, 1, Tier.GPU);
        stored(0, 2, Tier.GPU);
        index.tidy(SECOND);
        assertArrayEquals(new int[] {8}, match(PROMPT));
        index.tidy(2 * SECOND + 10_000_000);
        assertArrayEquals(new int[] {2}, match(PROMPT));
    }

    @Test
    void weighsBlocksByTheirTier() {
        index.join();
        index.exact(0);
        for (int block = 1; block <= 8; block++) {
            stored(0, block, block <= 2 ? Tier.GPU : block <= 6 ? Tier.CPU : Tier.DISK);
        }
        assertArrayEquals(new int[] {5}, match(PROMPT));
        stored(0, 3, Tier.GPU);
        stored(0, 4, Tier.GPU);
        assertArrayEquals(new int[] {6}, match(PROMPT));
        removed(0, 4, Tier.GPU);
        removed(0, 3, Tier.GPU);
        assertArrayEquals(new int[] {5}, match(PROMPT));
        assertTrue(removed(0, 6, Tier.CPU));
        assertArrayEquals(new int[] {4}, match(PROMPT));
        index.cleared(0);
        stored(0, 1, Tier.GPU);
        assertArrayEquals(new int[] {1}, match(PROMPT));
    }
}
