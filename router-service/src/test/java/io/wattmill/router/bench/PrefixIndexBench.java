// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.bench;

import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.prefix.PrefixIndex;
import io.wattmill.router.prefix.PrefixLimits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * What the prefix index costs when it is large: bytes per block, look-ups, placements, and what an
 * engine leaves behind. Prompts of 128 blocks (32k tokens) unless told otherwise, 16 of which they
 * share with others; of shorter ones half, or there were no more blocks than groups have. How far
 * it is goes to standard error.
 */
public final class PrefixIndexBench {
    private static final int MOST_SHARED = 16;
    private static final int GROUPS = 1_000;
    private static final int KEPT = 100_000;
    private static final int LOOKUPS = 200_000;
    private static final double MICRO = 1e3;
    private static final double MILLION = 1e6;
    private static final int STEPS = 10;

    private final Random random = new Random(1);
    private final int blocks;
    private final int shared;
    private final int engines;
    private final int target;
    private final PrefixIndex index;
    private final List<PrefixBlocks> placed = new ArrayList<>();
    private final int[] depths;
    private long sink;

    private PrefixIndexBench(int engines, int target, int blocks) {
        this.blocks = blocks;
        this.shared = Math.min(MOST_SHARED, blocks / 2);
        this.engines = engines;
        this.target = target;
        this.index = new PrefixIndex(PrefixLimits.DEFAULT.withBlocks(1 << 30));
        this.depths = new int[engines];
        for (int i = 0; i < engines; i++) {
            index.join();
        }
    }

    /** Arguments: engines (64), million blocks (10), blocks of a prompt (128). */
    public static void main(String[] arguments) {
        int engines = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 64;
        double million = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 10;
        int blocks = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 128;
        new PrefixIndexBench(engines, (int) (million * MILLION), blocks).run();
    }

    private void run() {
        for (int i = 0; i < KEPT; i++) {
            placed.add(prompt(random.nextInt(GROUPS)));
        }
        long before = heap();
        fill();
        long bytes = heap() - before;
        System.out.printf(
                Locale.ROOT,
                "%d engines, %,d blocks held %,d times: %.1f bytes per block%n",
                engines,
                index.blocks(),
                index.held(),
                bytes / (double) index.blocks());
        lookups();
        placements();
        leave();
        System.out.println("(" + sink + ")");
    }

    private PrefixBlocks prompt(int group) {
        long[] hashes = new long[blocks];
        for (int i = 0; i < blocks; i++) {
            hashes[i] =
                    i < shared ? 0x9E3779B97F4A7C15L * (group * shared + i + 1) : random.nextLong();
        }
        return PrefixBlocks.of(hashes);
    }

    /** Prompts that are not kept fill it up after those that are. */
    private void fill() {
        int next = 0;
        for (int step = 1; step <= STEPS; step++) {
            while (index.blocks() < (long) target * step / STEPS) {
                boolean kept = next < KEPT;
                PrefixBlocks prompt = kept ? placed.get(next) : prompt(random.nextInt(GROUPS));
                next++;
                index.placed(random.nextInt(engines), prompt, 0);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%.2f of %.2f million blocks%n",
                    index.blocks() / MILLION,
                    target / MILLION);
        }
    }

    private void lookups() {
        int known = Math.min(KEPT, target / blocks);
        PrefixBlocks[] asked = new PrefixBlocks[LOOKUPS];
        Arrays.setAll(asked, _ -> placed.get(random.nextInt(known)));
        report("look-up of a prompt that one engine has", LOOKUPS, i -> match(asked[i]));
        Arrays.setAll(asked, _ -> prompt(random.nextInt(GROUPS)));
        report("look-up of a prompt that begins as others do", LOOKUPS, i -> match(asked[i]));
        PrefixBlocks[] ladders = ladders(500);
        report(
                "look-up of a prompt that every engine has to another depth",
                LOOKUPS,
                i -> match(ladders[i % ladders.length]));
    }

    /** Prompts of which each engine has a part of its own length. */
    private PrefixBlocks[] ladders(int count) {
        PrefixBlocks[] ladders = new PrefixBlocks[count];
        for (int i = 0; i < count; i++) {
            ladders[i] = prompt(random.nextInt(GROUPS));
            for (int engine = 0; engine < engines; engine++) {
                int depth = 1 + (engine * blocks) / engines;
                index.placed(engine, first(ladders[i], depth), 0);
            }
        }
        return ladders;
    }

    private static PrefixBlocks first(PrefixBlocks prompt, int count) {
        long[] hashes = new long[count];
        Arrays.setAll(hashes, prompt::hash);
        return PrefixBlocks.of(hashes);
    }

    private void match(PrefixBlocks prompt) {
        index.match(prompt, depths);
        sink += depths[0];
    }

    private void placements() {
        int known = Math.min(KEPT, target / blocks);
        for (int i = 0; i < engines; i++) {
            index.capacity(i, target / engines);
        }
        report(
                "placement of a prompt that the engine does not have, another leaving",
                LOOKUPS / 10,
                i -> index.placed(i % engines, placed.get(i % known), 0));
        int few = 4 * engines;
        for (int i = 0; i < few; i++) {
            index.placed(i % engines, placed.get(i), 0);
        }
        report(
                "placement of a prompt that the engine has",
                LOOKUPS / 10,
                i -> index.placed(i % engines, placed.get(i % few), 0));
    }

    /** All engines but one; then what is done for one of them, a call at a time. */
    private void leave() {
        int held = index.held() / engines;
        report("an engine leaves", engines - 1, index::leave);
        int rounds = Math.max(1, held / 1_024);
        report("tidying up after it, of " + held + " blocks", rounds, _ -> index.tidy(0));
    }

    private static void report(String what, int times, IntConsumer work) {
        System.err.println(what + " ...");
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            work.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.2f us, p99 %.2f us, most %.1f us%n",
                what,
                nanos[times / 2] / MICRO,
                nanos[times * 99 / 100] / MICRO,
                nanos[times - 1] / MICRO);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
