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
        return (cells.get(slot << CELLS_LOG | half(holder)) >>> holder & 1) != 0;
    }

    private static int half(int holder) {
        return holder < Long.SIZE ? LOW : HIGH;
    }

    /**
     * The holder, which did not have it, has this block from now on.
     *
     * @param known its slot, {@link #NONE} when nobody has it
     * @return its slot
     */
    int hold(int known, long hash, int before, int holder) {
        int slot = known == NONE ? fresh() : known;
        int at = slot << CELLS_LOG;
        long[] page = cells.pageFor(at);
        int record = Pages.Longs.inPage(at);
        if (known == NONE) {
            page[record | HASH] = hash;
            page[record | LOW] = 0;
            page[record | HIGH] = 0;
            page[record | BEFORE] = before;
            byHash.add(slot, hash);
            size++;
        }
        page[record | half(holder)] |= 1L << holder;
        held++;
        return slot;
    }

    private int fresh() {
        int slot = free;
        if (slot == NONE) {
            return used++;
        }
        free = (int) cells.get(slot << CELLS_LOG | HASH);
        return slot;
    }

    /** The holder, which had it, has this block no more. Returns its hash. */
    long release(int slot, int holder) {
        int at = slot << CELLS_LOG;
        long[] page = cells.page(at);
        int record = Pages.Longs.inPage(at);
        long hash = page[record | HASH];
        page[record | half(holder)] &= ~(1L << holder);
        tiers.forget(slot, holder);
        held--;
        if ((page[record | LOW] | page[record | HIGH]) == 0) {
            byHash.remove(slot, hash);
            page[record | HASH] = free;
            free = slot;
            size--;
        }
        return hash;
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
