// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.batch.PrefixCache;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Engines whose cache is smaller than their KV memory, by an amount that the router must learn. */
class LearnedCapacityTest {
    private static final int BLOCK_TOKENS = MooncakeTrace.BLOCK_TOKENS;

    /** An engine that keeps so many blocks, behind a router that knows its KV memory. */
    private static final class Engine {
        final PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT);
        final CacheAccuracy accuracy = new CacheAccuracy();
        final CacheExperience experience;
        final int place = index.join();
        PrefixCache cache = new PrefixCache();

        Engine(int kvBlocks) {
            experience = new CacheExperience((long) kvBlocks * BLOCK_TOKENS, accuracy);
            index.capacity(place, experience.capacityBlocks());
        }

        void serve(PrefixBlocks prompt, int realCapacity) {
            Reuse reuse = index.placed(place, prompt, 0);
            int found = cache.longestPrefix(prompt, prompt.count());
            for (int i = 0; i < prompt.count(); i++) {
                cache.pin(prompt.hash(i));
            }
            cache.unpin(prompt, prompt.count());
            cache.shrinkTo(realCapacity);
            long tokens = (long) prompt.count() * BLOCK_TOKENS + BLOCK_TOKENS / 2;
            experience.observed(prompt.count(), reuse, tokens, (long) found * BLOCK_TOKENS, true);
            index.capacity(place, experience.capacityBlocks());
        }
    }

    /** Mooncake's prompts, else sessions of their shape: every turn begins with the ones before. */
    private static List<PrefixBlocks> prompts() {
        return MooncakeTrace.prompts().orElseGet(() -> sessions(new Random(7)));
    }

    private static List<PrefixBlocks> sessions(Random random) {
        List<PrefixBlocks> prompts = new ArrayList<>();
        List<long[]> open = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            int which = random.nextInt(400);
            long[] before = which < open.size() ? open.get(which) : new long[] {1, 100 + i};
            long[] turn = Arrays.copyOf(before, before.length + 1 + random.nextInt(16));
            for (int at = before.length; at < turn.length; at++) {
                turn[at] = random.nextLong();
            }
            if (which < open.size()) {
                open.set(which, turn.length > 90 ? new long[] {1, 100 + i} : turn);
            } else {
                open.add(turn);
            }
            prompts.add(Prompts.of(turn));
        }
        return prompts;
    }

    @ParameterizedTest
    @CsvSource({"12000,6000", "12000,3000", "8000,1000", "4000,3500", "24000,12000"})
    void learnsHowLargeTheCacheIs(int kvBlocks, int real) {
        Engine engine = new Engine(kvBlocks);
        prompts().forEach(prompt -> engine.serve(prompt, real));
        System.out.printf(
                "cache of %d blocks, told %d: learned %d%n",
                real, kvBlocks, engine.experience.capacityBlocks());
        assertEquals(real, engine.experience.capacityBlocks(), 0.15 * real);
    }

    @Test
    void followsACacheThatGrows() {
        Engine engine = new Engine(12_000);
        List<PrefixBlocks> prompts = prompts();
        for (int i = 0; i < prompts.size(); i++) {
            engine.serve(prompts.get(i), i < prompts.size() / 2 ? 2_000 : 5_000);
        }
        assertEquals(5_000, engine.experience.capacityBlocks(), 750);
    }

    @Test
    void trustsAnIndexLessThatIsWrongForLong() {
        CacheAccuracy accuracy = new CacheAccuracy();
        CacheExperience experience = new CacheExperience(400_000, accuracy);
        assertEquals(2_560, experience.cachedTokens(10, 5_000));
        for (int i = 0; i < 30; i++) {
            experience.observed(10, Reuse.of(10), 2_688, 0, false);
        }
        assertTrue(experience.cachedTokens(10, 5_000) < 150);
        assertEquals(30, accuracy.totals().requests());
        assertEquals(accuracy.totals().expectedTokens(), accuracy.totals().missedTokens());
    }

    @Test
    void doesNotTakeSilenceForNothingWhereTheEngineCountsHits() {
        CacheExperience experience = new CacheExperience(400_000, new CacheAccuracy());
        for (int i = 0; i < 30; i++) {
            experience.observed(10, Reuse.of(10), 2_688, 0, true);
        }
        assertEquals(1, experience.foundShare());
        experience.observed(10, Reuse.of(10), 2_688, 1_280, true);
        assertEquals(0.95, experience.foundShare(), 0.001);
    }

    @Test
    void learnsHowManyTokensABlockIs() {
        CacheExperience experience = new CacheExperience(400_000, new CacheAccuracy());
        for (int i = 0; i < 100; i++) {
            experience.observed(10, Reuse.NONE, 3_150, 0, false);
        }
        assertEquals(300, experience.tokensPerBlock(), 1);
        experience.observed(10, Reuse.NONE, 1_000_000_000, 0, false);
        assertTrue(experience.tokensPerBlock() < 400);
        assertEquals(99, experience.cachedTokens(10, 100));
    }
}
