// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.PrefixBlocks;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The index against one plain cache per engine. */
class PrefixIndexPropertyTest {
    private static final int LONGEST = 40;

    @Property(tries = 60)
    void holdsWhatPlainCachesHold(@ForAll long seed) {
        Random random = new Random(seed);
        PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT);
        List<NaiveCache> plain = new ArrayList<>();
        int engines = 1 + random.nextInt(random.nextBoolean() ? 5 : 200);
        for (int place = 0; place < engines; place++) {
            assertEquals(place, index.join());
            plain.add(new NaiveCache());
        }
        for (int i = 0; i < 400; i++) {
            step(random, index, plain);
            compare(Prompts.random(random, LONGEST), index, plain);
        }
    }

    private static void step(Random random, PrefixIndex index, List<NaiveCache> plain) {
        int place = random.nextInt(plain.size());
        switch (random.nextInt(20)) {
            case 0 -> {
                int most = 1 + random.nextInt(120);
                index.capacity(place, most);
                plain.get(place).capacity(most);
            }
            case 1 -> {
                index.cleared(place);
                plain.get(place).clear();
            }
            case 2 -> {
                index.leave(place);
                assertEquals(place, index.join());
                plain.set(place, new NaiveCache());
            }
            default -> place(place, Prompts.random(random, LONGEST), index, plain);
        }
    }

    private static void place(
            int place, PrefixBlocks prompt, PrefixIndex index, List<NaiveCache> plain) {
        int depth = plain.get(place).depth(prompt);
        assertEquals(depth, index.placed(place, prompt, 0).depth());
        plain.get(place).placed(prompt);
    }

    /** The engines' depths, and what look-ups rest on: that each holds beginnings only. */
    private static void compare(PrefixBlocks prompt, PrefixIndex index, List<NaiveCache> plain) {
        int[] depths = new int[index.placesEnd()];
        index.match(prompt, depths);
        for (int place = 0; place < plain.size(); place++) {
            NaiveCache cache = plain.get(place);
            assertTrue(cache.isClosed(prompt));
            assertEquals(cache.depth(prompt), depths[place], "place " + place);
            assertEquals(cache.size(), index.held(place), "place " + place);
        }
    }

    @Property(tries = 40)
    void neverHoldsMoreThanItMay(@ForAll long seed) {
        Random random = new Random(seed);
        int most = 50 + random.nextInt(200);
        PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT.withBlocks(most));
        for (int i = 0; i < 8; i++) {
            index.join();
        }
        index.exact(7);
        for (int i = 0; i < 500; i++) {
            PrefixBlocks prompt = Prompts.random(random, LONGEST);
            index.placed(random.nextInt(8), prompt, i * 50_000_000L);
            assertTrue(index.held() <= most && index.blocks() <= index.held());
            if (random.nextInt(50) == 0) {
                index.cleared(random.nextInt(8));
            }
        }
        assertTrue(index.limitHits() > 0);
    }

    @Property(tries = 60)
    void survivesBlocksThatAreNotChained(@ForAll long seed) {
        Random random = new Random(seed);
        PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT.withBlocks(200));
        for (int i = 0; i < 4; i++) {
            index.join();
        }
        index.exact(3);
        int[] depths = new int[4];
        for (int i = 0; i < 500; i++) {
            PrefixBlocks nonsense =
                    PrefixBlocks.of(random.longs(random.nextInt(30), 1, 60).toArray());
            index.placed(random.nextInt(4), nonsense, i);
            index.stored(
                    random.nextInt(4),
                    1 + random.nextInt(60),
                    random.nextInt(60),
                    Tier.values()[random.nextInt(3)]);
            index.removed(random.nextInt(4), random.nextInt(60), Tier.values()[random.nextInt(3)]);
            index.match(nonsense, depths);
            for (int depth : depths) {
                assertTrue(depth >= 0 && depth <= nonsense.count());
            }
        }
        for (int place = 0; place < 4; place++) {
            index.leave(place);
        }
        index.tidy(1);
        assertEquals(0, index.held());
        assertEquals(0, index.blocks());
    }
}
