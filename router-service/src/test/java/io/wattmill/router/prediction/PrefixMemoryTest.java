// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.LongStream;

class PrefixMemoryTest {
    private static final RequestShape SHAPE = new RequestShape(5_000, 0, 100);

    private static PrefixBlocks prompt(long family, int blocks) {
        return PrefixBlocks.of(LongStream.range(0, blocks).map(i -> family << 32 | i).toArray());
    }

    private static PrefixMemory memory() {
        return new PrefixMemory(400_000, 65_536);
    }

    private static int cached(PrefixMemory memory, PrefixBlocks prompt) {
        return memory.expected(SHAPE, prompt).cachedTokens();
    }

    @Test
    void expectsWhatWasPlacedAndNothingElse() {
        PrefixMemory memory = memory();
        memory.placed(prompt(1, 10));
        assertEquals(2_560, cached(memory, prompt(1, 19)));
        assertEquals(1_024, cached(memory, prompt(1, 4)));
        assertEquals(0, cached(memory, prompt(2, 19)));
        memory.forget();
        assertEquals(0, cached(memory, prompt(1, 19)));
    }

    @Test
    void leavesOneTokenToCompute() {
        PrefixMemory memory = memory();
        memory.placed(prompt(1, 30));
        assertEquals(4_999, cached(memory, prompt(1, 30)));
    }

    @Test
    void learnsHowManyTokensABlockIs() {
        PrefixMemory memory = memory();
        for (int i = 0; i < 100; i++) {
            memory.observed(10, 0, 3_150, 0, false);
        }
        assertEquals(300, memory.tokensPerBlock(), 1);
        memory.observed(10, 0, 1_000_000_000, 0, false);
        assertTrue(memory.tokensPerBlock() < 400);
    }

    @Test
    void expectsLittleOfAnEngineThatFindsNothing() {
        PrefixMemory memory = memory();
        memory.placed(prompt(1, 10));
        for (int i = 0; i < 30; i++) {
            memory.observed(10, 10, 2_688, 0, false);
        }
        assertTrue(cached(memory, prompt(1, 10)) < 150);
    }

    @Test
    void doesNotTakeSilenceForNothingWhereTheEngineCountsHits() {
        PrefixMemory memory = memory();
        for (int i = 0; i < 30; i++) {
            memory.observed(10, 10, 2_688, 0, true);
        }
        assertEquals(1, memory.foundShare());
        memory.observed(10, 10, 2_688, 1_280, true);
        assertEquals(0.95, memory.foundShare(), 0.001);
    }

    @Property(tries = 50)
    void remembersNoMoreThanTheEngineCanHold(@ForAll long seed) {
        Random random = new Random(seed);
        PrefixMemory memory = new PrefixMemory(25_600, 65_536);
        PrefixMemory bounded = new PrefixMemory(400_000, 50);
        for (int i = 0; i < 200; i++) {
            PrefixBlocks prompt = prompt(random.nextInt(20), random.nextInt(150));
            memory.placed(prompt);
            bounded.placed(prompt);
            assertTrue(memory.size() <= 100 && bounded.size() <= 50);
            assertEquals(Math.min(100, prompt.count()), memory.matched(prompt));
        }
    }
}
