// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import java.util.function.LongConsumer;

/**
 * The blocks of one holder, in {@link Runs}: with every block all blocks before it. Adds at the end
 * of a chain, takes away from the end of a chain.
 */
final class Chains {
    static final int NONE = Runs.NONE;

    /** Of blocks whose leaving says nothing. */
    static final LongConsumer UNNOTED = _ -> {};

    private final BlockTable blocks;
    private final int holder;
    private final Runs runs = new Runs();
    private final Recency recency = new Recency();
    private int size;

    Chains(BlockTable blocks, int holder) {
        this.blocks = blocks;
        this.holder = holder;
    }

    BlockTable blocks() {
        return blocks;
    }

    int holder() {
        return holder;
    }

    Runs runs() {
        return runs;
    }

    Recency recency() {
        return recency;
    }

    int size() {
        return size;
    }

    /** The run that begins with the block of this hash, or {@link #NONE}. */
    int startingWith(long hash) {
        int slot = blocks.find(hash);
        return slot == NONE ? NONE : runs.startingAt(slot);
    }

    /** The first blocks of a run as a run of their own. */
    int head(int run, int length) {
        if (length == runs.get(run, Runs.LENGTH)) {
            return run;
        }
        int tail = runs.get(run, Runs.LAST);
        for (int i = runs.get(run, Runs.LENGTH) - 1; i > length; i--) {
            tail = blocks.before(tail);
        }
        return runs.split(run, length, blocks.before(tail), tail);
    }

    /** The run that ends with this block, which is held. */
    int endingAt(int slot) {
        int newest = runs.newest();
        if (runs.get(newest, Runs.LAST) == slot) {
            return newest;
        }
        int length = 1;
        int first = slot;
        int run = runs.startingAt(first);
        while (run == NONE) {
            first = blocks.before(first);
            run = runs.startingAt(first);
            length++;
        }
        return head(run, length);
    }

    /**
     * Adds a block behind a run, or as the first of a chain. Returns the run that ends with it;
     * {@link #NONE} when the block is held already or is known behind another one.
     */
    int add(int run, long hash) {
        int before = run == NONE ? NONE : runs.get(run, Runs.LAST);
        int known = blocks.find(hash);
        if (known != NONE && (blocks.before(known) != before || blocks.isHeld(known, holder))) {
            return NONE;
        }
        int slot = blocks.hold(known, hash, before, holder);
        size++;
        return run != NONE && runs.get(run, Runs.CHILD) == NONE
                ? lengthened(run, slot)
                : begun(run, slot);
    }

    private int lengthened(int run, int slot) {
        runs.set(run, Runs.LAST, slot);
        runs.set(run, Runs.LENGTH, runs.get(run, Runs.LENGTH) + 1);
        recency.add(runs.get(run, Runs.MOMENT), 1);
        return run;
    }

    private int begun(int up, int slot) {
        int run = runs.make(slot, up);
        runs.set(run, Runs.MOMENT, recency.now());
        recency.add(recency.now(), 1);
        return run;
    }

    /** The run is used now. */
    void touch(int run, int tick) {
        int moment = runs.get(run, Runs.MOMENT);
        runs.set(run, Runs.MOMENT, recency.move(moment, runs.get(run, Runs.LENGTH)));
        runs.set(run, Runs.TICK, tick);
        runs.touch(run);
    }

    /** Of the runs that end a chain, the one used least recently; there must be one. */
    int oldestLeaf() {
        return leafOf(runs.oldest());
    }

    private int leafOf(int run) {
        int leaf = run;
        while (runs.get(leaf, Runs.CHILD) != NONE) {
            leaf = runs.get(leaf, Runs.CHILD);
        }
        return leaf;
    }

    /** The last blocks of a run that ends a chain leave, at most so many. Returns how many. */
    int trim(int run, int most, LongConsumer left) {
        int length = runs.get(run, Runs.LENGTH);
        int count = Math.min(most, length);
        int last = runs.get(run, Runs.LAST);
        recency.remove(runs.get(run, Runs.MOMENT), count);
        size -= count;
        if (count == length) {
            runs.discard(run);
        }
        for (int i = 0; i < count; i++) {
            int before = blocks.before(last);
            left.accept(blocks.release(last, holder));
            last = before;
        }
        if (count < length) {
            runs.set(run, Runs.LAST, last);
            runs.set(run, Runs.LENGTH, length - count);
        }
        return count;
    }

    /** A block that is held leaves, and all that are behind it. */
    void cut(int slot) {
        int run = endingAt(slot);
        while (runs.get(run, Runs.CHILD) != NONE) {
            trim(leafOf(run), Integer.MAX_VALUE, UNNOTED);
        }
        trim(run, 1, UNNOTED);
    }
}
