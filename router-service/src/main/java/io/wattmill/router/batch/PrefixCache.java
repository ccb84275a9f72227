// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Blocks of prompts that are computed, by their chained hashes, after vLLM's prefix cache: a block
 * that sequences use is pinned and counts once however many they are; one that nobody uses any more
 * is idle, and leaves when room is needed, the one that became idle first.
 *
 * <p>Blocks become idle from the end of their prompt to its beginning, so they leave in that order
 * too: whatever block is here, all blocks before it are here. Lookups rely on that. Memory follows
 * the number of blocks, which its owner bounds with {@link #shrinkTo}. Not thread-safe.
 */
public final class PrefixCache {
    private static final int NONE = -1;
    private static final int FIRST_SLOTS = 16;

    private final LongTable slots = new LongTable();
    private final LongConsumer left;
    private long[] hashes = new long[FIRST_SLOTS];
    private int[] pins = new int[FIRST_SLOTS];

    /** Neighbours of an idle block in the order of leaving; of a free slot, the next free one. */
    private int[] next = new int[FIRST_SLOTS];

    private int[] previous = new int[FIRST_SLOTS];
    private int firstToLeave = NONE;
    private int lastToLeave = NONE;
    private int freeSlot = NONE;
    private int usedSlots;
    private int pinned;
    private int idle;

    /** A cache that nobody listens to. */
    public PrefixCache() {
        this(_ -> {});
    }

    /**
     * @param left hears the hash of each block that leaves
     */
    PrefixCache(LongConsumer left) {
        this.left = left;
    }

    /** How many of the first {@code atMost} blocks are here. */
    public int longestPrefix(PrefixBlocks blocks, int atMost) {
        int limit = Math.min(atMost, blocks.count());
        int here = 0;
        int missing = 1;
        while (missing <= limit && isHere(blocks, missing)) {
            here = missing;
            missing *= 2;
        }
        missing = Math.min(missing, limit + 1);
        while (here + 1 < missing) {
            int middle = (here + missing) >>> 1;
            if (isHere(blocks, middle)) {
                here = middle;
            } else {
                missing = middle;
            }
        }
        return here;
    }

    private boolean isHere(PrefixBlocks blocks, int count) {
        return slots.get(blocks.hash(count - 1)) != LongTable.ABSENT;
    }

    /** How many of the first {@code count} blocks, which are here, nobody uses. */
    public int idleAmong(PrefixBlocks blocks, int count) {
        int unused = 0;
        for (int i = 0; i < count; i++) {
            unused += pins[slots.get(blocks.hash(i))] == 0 ? 1 : 0;
        }
        return unused;
    }

    /** Marks one block as used once more. Returns whether it was not here before. */
    public boolean pin(long hash) {
        int slot = slots.get(hash);
        boolean absent = slot == LongTable.ABSENT;
        if (absent) {
            slot = newSlot(hash);
            pinned++;
        } else if (pins[slot] == 0) {
            unlink(slot);
            idle--;
            pinned++;
        }
        pins[slot]++;
        return absent;
    }

    /** Takes back one {@link #pin} of each of the first {@code count} blocks. */
    public void unpin(PrefixBlocks blocks, int count) {
        for (int i = count - 1; i >= 0; i--) {
            int slot = slots.get(blocks.hash(i));
            if (--pins[slot] == 0) {
                append(slot);
                pinned--;
                idle++;
            }
        }
    }

    /** Lets idle blocks leave until there are at most this many in all, or no idle one is left. */
    public void shrinkTo(long blocks) {
        while (idle > 0 && size() > blocks) {
            int slot = firstToLeave;
            unlink(slot);
            idle--;
            slots.remove(hashes[slot]);
            left.accept(hashes[slot]);
            next[slot] = freeSlot;
            freeSlot = slot;
        }
    }

    /** Blocks that are here. */
    public int size() {
        return pinned + idle;
    }

    /** Blocks that somebody uses, each once. */
    public int pinned() {
        return pinned;
    }

    private int newSlot(long hash) {
        int slot = freeSlot;
        if (slot == NONE) {
            slot = usedSlots++;
            growTo(usedSlots);
        } else {
            freeSlot = next[slot];
        }
        hashes[slot] = hash;
        pins[slot] = 0;
        slots.put(hash, slot);
        return slot;
    }

    private void growTo(int count) {
        if (count > hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * hashes.length);
            pins = Arrays.copyOf(pins, hashes.length);
            next = Arrays.copyOf(next, hashes.length);
            previous = Arrays.copyOf(previous, hashes.length);
        }
    }

    private void append(int slot) {
        next[slot] = NONE;
        previous[slot] = lastToLeave;
        if (lastToLeave == NONE) {
            firstToLeave = slot;
        } else {
            next[lastToLeave] = slot;
        }
        lastToLeave = slot;
    }

    private void unlink(int slot) {
        if (previous[slot] == NONE) {
            firstToLeave = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE) {
            lastToLeave = previous[slot];
        } else {
            previous[next[slot]] = previous[slot];
        }
    }
}
