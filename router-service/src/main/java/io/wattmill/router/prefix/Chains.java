// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

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
     * Adds blocks behind a run, or as the first of a chain. Returns the run that ends with the last
     * one; {@link #NONE} when none was added: the first one is held already, or known behind
     * another block. Such a block ends them.
     *
     * @param from index of the first one in the prompt
     */
    int add(int run, PrefixBlocks prompt, int from) {
        int before = run == NONE ? NONE : runs.get(run, Runs.LAST);
        int first = hold(before, prompt.hash(from));
        if (first == NONE) {
            return NONE;
        }
        int last = first;
        int at = from + 1;
        while (at < prompt.count() && blocks.hasBehind(last)) {
            int slot = hold(last, prompt.hash(at));
            if (slot == NONE) {
                return lengthen(run, first, last, at - from);
            }
            last = slot;
            at++;
        }
        last = blocks.append(last, prompt, at, holder);
        return lengthen(run, first, last, prompt.count() - from);
    }

    /** Slot of the block, which is held from now on; {@link #NONE} when it cannot be. */
    private int hold(int before, long hash) {
        int known = blocks.behind(before, hash);
        boolean possible =
                known == NONE ? blocks.hasRoom(before, hash) : !blocks.isHeld(known, holder);
        return possible ? blocks.hold(known, hash, before, holder) : NONE;
    }

    private int lengthen(int up, int first, int last, int count) {
        int run = up;
        if (up == NONE || runs.get(up, Runs.CHILD) != NONE) {
            run = runs.make(first, up);
            runs.set(run, Runs.LENGTH, 0);
            runs.set(run, Runs.MOMENT, recency.now());
        }
        runs.set(run, Runs.LAST, last);
        runs.set(run, Runs.LENGTH, runs.get(run, Runs.LENGTH) + count);
        recency.add(runs.get(run, Runs.MOMENT), count);
        size += count;
        return run;
    }

    /** Adds one block, as above. Returns its slot, or {@link #NONE}. */
    int add(int run, long hash) {
        int before = run == NONE ? NONE : runs.get(run, Runs.LAST);
        int slot = hold(before, hash);
        if (slot != NONE) {
            lengthen(run, slot, slot, 1);
        }
        return slot;
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
        last = blocks.release(last, count, holder, left);
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
