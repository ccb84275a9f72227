// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.router.batch.PrefixBlocks;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much a router reuses that sends each prompt where the least is to be computed, and a little
 * to where the least was: 8 engines of 3,000 blocks each.
 */
class MooncakeReuseTest {
    private static final int ENGINES = 8;
    private static final int CAPACITY = 3_000;
    private static final double LEAD_WEIGHT = 0.02;

    private final PrefixIndex index = new PrefixIndex(PrefixLimits.DEFAULT);
    private final long[] work = new long[ENGINES];
    private final int[] depths = new int[ENGINES];
    private long hits;
    private long blocks;

    @Test
    void reusesWhatCanBeReusedAndLoadsAllAlike() {
        Optional<List<PrefixBlocks>> trace = MooncakeTrace.prompts();
        assumeTrue(trace.isPresent(), "WATTMILL_DATA");
        for (int i = 0; i < ENGINES; i++) {
            index.capacity(index.join(), CAPACITY);
        }
        trace.get().forEach(this::place);
        double share = hits / (double) blocks;
        double imbalance =
                Arrays.stream(work).max().orElseThrow() * ENGINES / (double) (blocks - hits);
        System.out.printf("block hits %.4f, imbalance %.4f%n", share, imbalance);
        assertTrue(share >= 0.29, () -> "block hits " + share);
        assertTrue(imbalance <= 1.05, () -> "imbalance " + imbalance);
    }

    private void place(PrefixBlocks prompt) {
        index.match(prompt, depths);
        long least = Arrays.stream(work).min().orElseThrow();
        int best = 0;
        for (int i = 1; i < ENGINES; i++) {
            int order = Double.compare(cost(prompt, i, least), cost(prompt, best, least));
            best = order < 0 || order == 0 && work[i] < work[best] ? i : best;
        }
        int held = index.placed(best, prompt, 0).depth();
        assertTrue(held == depths[best]);
        hits += held;
        blocks += prompt.count();
        work[best] += prompt.count() - held;
    }

    private double cost(PrefixBlocks prompt, int engine, long least) {
        return prompt.count() - depths[engine] + LEAD_WEIGHT * (work[engine] - least);
    }
}
