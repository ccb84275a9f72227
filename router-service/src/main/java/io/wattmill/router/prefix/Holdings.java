// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * What one holder has by the prompts that it was given: its blocks leave in the order of their last
 * use, the end of a prompt before its beginning. To use again what is held costs as much as the
 * prompt has branches, not blocks.
 */
final class Holdings {
    private static final int NONE = Chains.NONE;
    private static final int FIRST_STEPS = 8;

    /** Blocks that leave in one go when the capacity shrinks: below a millisecond of work. */
    private static final int SHRINK_AT_ONCE = 1_024;

    private final Chains chains;
    private final Runs runs;
    private final Ghosts ghosts = new Ghosts();
    private final LongConsumer evicted = ghosts::evicted;
    private int capacity = Integer.MAX_VALUE;

    /** Runs that the prompt in hand goes through, the first one first. */
    private int[] path = new int[FIRST_STEPS];

    private int steps;

    Holdings(BlockTable blocks, int holder) {
        chains = new Chains(blocks, holder);
        runs = chains.runs();
    }

    int size() {
        return chains.size();
    }

    /** The same blocks, for whoever tells of them one by one. */
    Chains chains() {
        return chains;
    }

    /** Holds no more than this many from now on, or soon if there are many more. */
    void capacity(int most) {
        capacity = most;
        chains.recency().expect(most);
        evict(Math.min(size() - capacity, SHRINK_AT_ONCE));
    }

    /**
     * The holder uses all blocks of this prompt, and holds them afterwards.
     *
     * @param way of the prompt, at least as far as it is held
     * @param depth blocks of it that are held
     * @param tick of a clock, for {@link #expire}
     */
    Reuse use(PrefixBlocks prompt, Path way, int depth, int tick) {
        int held = walk(way, depth);
        Reuse reuse = reuse(prompt, held);
        grow(prompt, held);
        for (int i = steps - 1; i >= 0; i--) {
            chains.touch(path[i], tick);
        }
        evict(Math.min(size() - capacity, prompt.count() + SHRINK_AT_ONCE));
        return reuse;
    }

    /** Finds the runs of the first blocks; cuts the last one so that it ends with them. */
    private int walk(Path way, int depth) {
        steps = 0;
        int at = 0;
        while (at < depth) {
            int run = runs.startingAt(way.slot(at + 1));
            if (run == NONE) {
                break;
            }
            int length = Math.min(runs.get(run, Runs.LENGTH), depth - at);
            step(chains.head(run, length));
            at += length;
        }
        return at;
    }

    private void step(int run) {
        if (steps == path.length) {
            path = Arrays.copyOf(path, 2 * steps);
        }
        path[steps++] = run;
    }

    private Reuse reuse(PrefixBlocks prompt, int held) {
        Reuse.Notes notes = new Reuse.Notes(held);
        int at = 0;
        for (int i = 0; i < steps; i++) {
            at += runs.get(path[i], Runs.LENGTH);
            notes.add(at, chains.recency().since(runs.get(path[i], Runs.MOMENT)));
        }
        for (int step = 1; held + step <= prompt.count(); step *= 2) {
            int since = ghosts.since(prompt.hash(held + step - 1));
            if (since != Ghosts.UNKNOWN) {
                notes.add(held + step, size() + since);
            }
        }
        return notes.reuse();
    }

    /** Adds what is not held. A block that is known in another chain ends the prompt. */
    private void grow(PrefixBlocks prompt, int held) {
        if (held < prompt.count()) {
            int run = steps == 0 ? NONE : path[steps - 1];
            int grown = chains.add(run, prompt, held);
            if (grown != NONE && grown != run) {
                step(grown);
            }
        }
    }

    /** Lets this many blocks leave, leaves first. Returns how many did. */
    int evict(int count) {
        int gone = 0;
        while (gone < count && size() > 0) {
            gone += chains.trim(chains.oldestLeaf(), count - gone, evicted);
        }
        return gone;
    }

    /** Lets blocks leave that were not used since this tick. */
    void expire(int tick) {
        while (size() > 0 && runs.get(runs.oldest(), Runs.TICK) - tick < 0) {
            chains.trim(chains.oldestLeaf(), Integer.MAX_VALUE, Chains.UNNOTED);
        }
    }
}
