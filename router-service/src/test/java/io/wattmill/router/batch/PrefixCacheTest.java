// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

class PrefixCacheTest {
    private static final int ALL = Integer.MAX_VALUE;

    private static void pinAll(PrefixCache cache, PrefixBlocks blocks) {
        for (int i = 0; i < blocks.count(); i++) {
            cache.pin(blocks.hash(i));
        }
    }

    private static void remember(PrefixCache cache, PrefixBlocks blocks) {
        pinAll(cache, blocks);
        cache.unpin(blocks, blocks.count());
    }

    @Test
    void forgetsTheLeastRecentlyUsedFromTheEndOfItsPrompt() {
        PrefixCache cache = new PrefixCache();
        PrefixBlocks old = PrefixBlocks.of(1, 2, 3);
        PrefixBlocks branch = PrefixBlocks.of(1, 20);
        remember(cache, old);
        remember(cache, branch);
        cache.shrinkTo(3);
        assertEquals(2, cache.longestPrefix(old, ALL));
        cache.shrinkTo(2);
        assertEquals(1, cache.longestPrefix(old, ALL));
        assertEquals(2, cache.longestPrefix(branch, ALL));
    }

    @Test
    void keepsWhatIsUsedHoweverLittleRoomThereIs() {
        PrefixCache cache = new PrefixCache();
        PrefixBlocks used = PrefixBlocks.of(1, 2, 3);
        pinAll(cache, used);
        cache.shrinkTo(0);
        assertEquals(3, cache.longestPrefix(used, ALL));
        assertEquals(0, cache.idleAmong(used, 3));
        cache.unpin(used, 3);
        assertEquals(3, cache.idleAmong(used, 3));
        cache.shrinkTo(0);
        assertEquals(0, cache.size());
    }

    /** A cache that is obviously right and slow. */
    private static final class Naive {
        final Map<Long, Integer> pins = new HashMap<>();
        final LinkedHashSet<Long> idle = new LinkedHashSet<>();

        void pin(long hash) {
            idle.remove(hash);
            pins.merge(hash, 1, Integer::sum);
        }

        void unpin(PrefixBlocks blocks) {
            for (int i = blocks.count() - 1; i >= 0; i--) {
                long hash = blocks.hash(i);
                if (pins.merge(hash, -1, Integer::sum) == 0) {
                    pins.remove(hash);
                    idle.add(hash);
                }
            }
        }

        void shrinkTo(int blocks) {
            while (!idle.isEmpty() && pins.size() + idle.size() > blocks) {
                idle.removeFirst();
            }
        }

        int longestPrefix(PrefixBlocks blocks) {
            int here = 0;
            while (here < blocks.count()
                    && (pins.containsKey(blocks.hash(here)) || idle.contains(blocks.hash(here)))) {
                here++;
            }
            return here;
        }
    }

    @Property(tries = 100)
    void doesWhatAPlainOneDoesAndStaysClosed(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int room) {
        Random random = new Random(seed);
        PrefixCache cache = new PrefixCache();
        Naive naive = new Naive();
        List<PrefixBlocks> used = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            PrefixBlocks blocks = chain(random);
            if (used.size() < 5 || random.nextBoolean()) {
                pinAll(cache, blocks);
                for (int b = 0; b < blocks.count(); b++) {
                    naive.pin(blocks.hash(b));
                }
                used.add(blocks);
            } else {
                PrefixBlocks ended = used.remove(random.nextInt(used.size()));
                cache.unpin(ended, ended.count());
                naive.unpin(ended);
            }
            cache.shrinkTo(room);
            naive.shrinkTo(room);
            PrefixBlocks asked = chain(random);
            assertEquals(naive.longestPrefix(asked), cache.longestPrefix(asked, ALL));
            assertEquals(naive.pins.size(), cache.pinned());
            assertEquals(naive.pins.size() + naive.idle.size(), cache.size());
            int here = cache.longestPrefix(asked, 2);
            assertTrue(here <= 2 && here <= asked.count());
        }
    }

    /** A path from the root of a tree with three branches at each block. */
    private static PrefixBlocks chain(Random random) {
        long[] hashes = new long[random.nextInt(9)];
        long path = 1;
        for (int i = 0; i < hashes.length; i++) {
            path = path * 4 + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
            hashes[i] = path * 0x9E3779B97F4A7C15L;
        }
        return PrefixBlocks.of(hashes);
    }
}
