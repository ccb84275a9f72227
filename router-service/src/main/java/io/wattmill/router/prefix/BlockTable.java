// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * One record per block that some holder has: its hash, the block before it, and a mask of up to 128
 * holders. 32 bytes each, and about 7 in the table that finds them. A block leaves with its last
 * holder, and its slot is used again.
 */
final class BlockTable implements SlotTable.Keys {
    /** No such block. */
    static final int NONE = SlotTable.NONE;

    /** Holders that a mask tells apart. */
    static final int HOLDERS = 128;

    /** Cells of a record; a free one keeps the next free one where its hash was. */
    private static final int HASH = 0;

    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int BEFORE = 3;
    private static final int CELLS_LOG = 2;

    private final Pages.Longs cells = new Pages.Longs();
    private final SlotTable byHash = new SlotTable(this);
    private final TierMasks tiers = new TierMasks();
    private int used;
    private int free = NONE;
    private int size;
    private int held;

    @Override
    public long key(int slot) {
        return cells.get(slot << CELLS_LOG | HASH);
    }

    /** Slot of the block with this hash, or {@link #NONE}. */
    int find(long hash) {
        return byHash.find(hash);
    }

    /** Slot of the block before it, or {@link #NONE}. */
    int before(int slot) {
        return (int) cells.get(slot << CELLS_LOG | BEFORE);
    }

    /** Mask of its holders 0-63. */
    long low(int slot) {
        return cells.get(slot << CELLS_LOG | LOW);
    }

    /** Mask of its holders 64-127. */
    long high(int slot) {
        return cells.get(slot << CELLS_LOG | HIGH);
    }

    boolean isHeld(int slot, int holder) {
        return (cells.get(half(slot, holder)) >>> holder & 1) != 0;
    }

    private static int half(int slot, int holder) {
        return slot << CELLS_LOG | (holder < 64 ? LOW : HIGH);
    }

    /** The holder, which did not have it, has this block from now on. Returns its slot. */
    int hold(long hash, int before, int holder) {
        int slot = byHash.find(hash);
        if (slot == NONE) {
            slot = add(hash, before);
        }
        int half = half(slot, holder);
        cells.set(half, cells.get(half) | 1L << holder);
        held++;
        return slot;
    }

    private int add(long hash, int before) {
        int slot = free;
        if (slot == NONE) {
            slot = used++;
        } else {
            free = (int) cells.get(slot << CELLS_LOG | HASH);
        }
        cells.set(slot << CELLS_LOG | HASH, hash);
        cells.set(slot << CELLS_LOG | LOW, 0);
        cells.set(slot << CELLS_LOG | HIGH, 0);
        cells.set(slot << CELLS_LOG | BEFORE, before);
        byHash.add(slot);
        size++;
        return slot;
    }

    /** The holder, which had it, has this block no more. */
    void release(int slot, int holder) {
        int half = half(slot, holder);
        cells.set(half, cells.get(half) & ~(1L << holder));
        tiers.forget(slot, holder);
        held--;
        if ((low(slot) | high(slot)) == 0) {
            byHash.remove(slot);
            cells.set(slot << CELLS_LOG | HASH, free);
            free = slot;
            size--;
        }
    }

    /** In which tiers the holders have their blocks. */
    TierMasks tiers() {
        return tiers;
    }

    /** Blocks that somebody holds, each once. */
    int size() {
        return size;
    }

    /** Blocks that somebody holds, each as often as it is held. */
    int held() {
        return held;
    }
}
