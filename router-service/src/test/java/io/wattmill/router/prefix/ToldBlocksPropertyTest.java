// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.batch.PrefixBlocks;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What engines tell, against plain sets of blocks. */
class ToldBlocksPropertyTest {
    private static final int ENGINES = 3;
    private static final int LONGEST = 24;

    private PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT);
    private final List<Set<Long>> plain = new ArrayList<>();

    /** The block before each block, {@link PrefixIndex#ROOT} before the first. */
    private final Map<Long, Long> before = new HashMap<>();

    @Property(tries = 100)
    void holdsWhatWasToldAndCanBeFound(@ForAll long seed) {
        Random random = new Random(seed);
        index = new PrefixIndex(PrefixLimits.DEFAULT);
        plain.clear();
        before.clear();
        for (int engine = 0; engine < ENGINES; engine++) {
            index.exact(index.join());
            plain.add(new HashSet<>());
        }
        for (int i = 0; i < 600; i++) {
            PrefixBlocks prompt = Prompts.random(random, LONGEST);
            int engine = random.nextInt(ENGINES);
            if (random.nextInt(3) > 0) {
                store(engine, prompt, random.nextInt(LONGEST));
            } else if (prompt.count() > 0) {
                remove(engine, prompt.hash(random.nextInt(prompt.count())));
            }
            compare(prompt);
        }
    }

    /** All blocks of a prompt from this one on, or from its first one. */
    private void store(int engine, PrefixBlocks prompt, int skipped) {
        for (int i = 0; i < prompt.count(); i++) {
            before.put(prompt.hash(i), i == 0 ? PrefixIndex.ROOT : prompt.hash(i - 1));
        }
        for (int i = skipped % 5 == 0 ? skipped : 0; i < prompt.count(); i++) {
            long parent = before.getOrDefault(prompt.hash(i), PrefixIndex.ROOT);
            boolean possible = parent == PrefixIndex.ROOT || plain.get(engine).contains(parent);
            assertEquals(possible, index.stored(engine, prompt.hash(i), parent, Tier.GPU));
            if (possible) {
                plain.get(engine).add(prompt.hash(i));
            }
        }
    }

    private void remove(int engine, long hash) {
        Set<Long> held = plain.get(engine);
        assertEquals(held.contains(hash), index.removed(engine, hash, Tier.GPU));
        held.removeIf(block -> isBehind(block, hash));
    }

    private boolean isBehind(long block, long hash) {
        long at = block;
        while (at != PrefixIndex.ROOT && at != hash) {
            at = before.getOrDefault(at, PrefixIndex.ROOT);
        }
        return at == hash;
    }

    private void compare(PrefixBlocks prompt) {
        int[] depths = new int[ENGINES];
        index.match(prompt, depths);
        for (int engine = 0; engine < ENGINES; engine++) {
            Set<Long> held = plain.get(engine);
            int depth = 0;
            while (depth < prompt.count() && held.contains(prompt.hash(depth))) {
                depth++;
            }
            assertEquals(depth, depths[engine]);
            assertEquals(held.size(), index.held(engine));
        }
    }
}
