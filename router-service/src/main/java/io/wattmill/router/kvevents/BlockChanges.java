// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.router.prefix.Tier;

import java.util.Arrays;

/**
 * Changes of what one engine holds, in order, packed so that they can be handed from thread to
 * thread at once. Whoever hands them over writes no more.
 */
public final class BlockChanges {
    private static final Tier[] TIERS = Tier.values();
    private static final int STORED = 0;
    private static final int COPIED = 1;
    private static final int REMOVED = 2;
    private static final int CLEARED = 3;

    private byte[] kinds = new byte[16];
    private long[] blocks = new long[16];
    private long[] parents = new long[16];
    private int count;
    private int onGpu;

    void stored(long block, long parent, Tier tier) {
        add(STORED, block, parent, tier);
    }

    void copied(long block, Tier tier) {
        add(COPIED, block, 0, tier);
    }

    void removed(long block, Tier tier) {
        add(REMOVED, block, 0, tier);
    }

    /** What was to be told before does not matter any more. */
    void cleared() {
        count = 0;
        add(CLEARED, 0, 0, Tier.GPU);
    }

    private void add(int kind, long block, long parent, Tier tier) {
        if (count == kinds.length) {
            grow();
        }
        kinds[count] = (byte) (kind << 4 | tier.ordinal());
        blocks[count] = block;
        parents[count] = parent;
        count++;
    }

    private void grow() {
        kinds = Arrays.copyOf(kinds, 2 * count);
        blocks = Arrays.copyOf(blocks, 2 * count);
        parents = Arrays.copyOf(parents, 2 * count);
    }

    void onGpu(int blocks) {
        onGpu = blocks;
    }

    /**
     * Blocks that the engine holds after these changes, by its word and on its GPUs; 0 where it
     * keeps some elsewhere, too.
     */
    public int onGpu() {
        return onGpu;
    }

    /** How many. */
    public int count() {
        return count;
    }

    /** Tells an index, in order. */
    public void tell(BlockIndex index, int place) {
        for (int i = 0; i < count; i++) {
            tell(i, index, place);
        }
    }

    private void tell(int i, BlockIndex index, int place) {
        Tier tier = TIERS[kinds[i] & 0xF];
        switch (kinds[i] >> 4) {
            case STORED -> index.stored(place, blocks[i], parents[i], tier);
            case COPIED -> index.copied(place, blocks[i], tier);
            case REMOVED -> index.removed(place, blocks[i], tier);
            default -> index.cleared(place);
        }
    }
}
