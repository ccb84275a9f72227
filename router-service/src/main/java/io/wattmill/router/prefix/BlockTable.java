// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import java.util.function.LongConsumer;

/**
 * The blocks that some holder has, as a forest: a record per block with its hash, the block before
 * it, one of those behind it, and a mask of up to 128 holders. 32 bytes each, and 1 in the {@link
 * SlotSpace}. A block leaves with its last holder, and its slot is used again.
 *
 * <p>A block is found from the one before it. Only those that begin a prompt, those that are not
 * the first behind theirs, and those that were {@linkplain #name named} are in a table by hash, at
 * about 7 bytes each.
 */
final class BlockTable implements SlotTable.Keys {
    /** No such block. */
    static final int NONE = SlotTable.NONE;

    /** Holders that a mask tells apart. */
    static final int HOLDERS = 128;

    /** Cells of a record. */
    private static final int HASH = 0;

    private static final int LOW = 1;
    private static final int HIGH = 2;
    private static final int LINKS = 3;
    private static final int CELLS_LOG = 2;

    private final Pages.Longs cells = new Pages.Longs();
    private final SlotTable byHash = new SlotTable(this);
    private final SlotSpace space = new SlotSpace();
    private final TierMasks tiers = new TierMasks();
    private int size;
    private int held;
    private int changes;

    @Override
    public long key(int slot) {
        return cells.get(slot << CELLS_LOG | HASH);
    }

    /** Slot of the block with this hash if it is in the table, else {@link #NONE}. */
    int named(long hash) {
        return byHash.find(hash);
    }

    /**
     * Slot of the block with this hash behind another one, or {@link #NONE}.
     *
     * @param before {@link #NONE} of a prompt's first block
     */
    int behind(int before, long hash) {
        if (before == NONE) {
            return inTable(before, hash);
        }
        long links = links(before);
        int next = Links.next(links);
        if (next != NONE && key(next) == hash) {
            return next;
        }
        return Links.hasBranches(links) ? inTable(before, hash) : NONE;
    }

    private int inTable(int before, long hash) {
        int slot = byHash.find(hash);
        return slot != NONE && before(slot) == before ? slot : NONE;
    }

    /** Whether there is, or was, a block behind this one. */
    boolean hasBehind(int slot) {
        return Links.hasBehind(links(slot));
    }

    /** Whether a hash that is not known behind this block can be put there: not as two blocks. */
    boolean hasRoom(int before, long hash) {
        boolean first = before != NONE && Links.next(links(before)) == NONE;
        return first || byHash.find(hash) == NONE;
    }

    private long links(int slot) {
        return cells.get(slot << CELLS_LOG | LINKS);
    }

    /** Slot of the block before it, or {@link #NONE}. */
    int before(int slot) {
        return Links.before(links(slot));
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
     * @param known its slot, {@link #NONE} when nobody has it: then there {@linkplain #hasRoom is
     *     room} for it
     * @return its slot
     */
    int hold(int known, long hash, int before, int holder) {
        held++;
        changes++;
        if (known == NONE) {
            return make(hash, before, holder);
        }
        int at = known << CELLS_LOG;
        cells.page(at)[Pages.Longs.inPage(at) | half(holder)] |= 1L << holder;
        return known;
    }

    /**
     * The holder has these blocks from now on, behind one behind which there is none.
     *
     * @param before slot of the block before the first one
     * @param from index in the prompt of the first one
     * @return slot of the last one
     */
    int append(int before, PrefixBlocks prompt, int from, int holder) {
        int last = before;
        for (int i = from; i < prompt.count(); i++) {
            int slot = record(prompt.hash(i), last, holder);
            links(last, Links.withNext(links(last), slot));
            last = slot;
        }
        size += prompt.count() - from;
        held += prompt.count() - from;
        changes++;
        return last;
    }

    private int make(long hash, int before, int holder) {
        int slot = record(hash, before, holder);
        size++;
        hang(slot, before);
        return slot;
    }

    private int record(long hash, int before, int holder) {
        int slot = space.takeAfter(before);
        int at = slot << CELLS_LOG;
        long[] page = cells.pageFor(at);
        int record = Pages.Longs.inPage(at);
        page[record | HASH] = hash;
        page[record | LOW] = 0;
        page[record | HIGH] = 0;
        page[record | LINKS] = Links.to(before);
        page[record | half(holder)] = 1L << holder;
        return slot;
    }

    private void hang(int slot, int before) {
        long links = before == NONE ? 0 : links(before);
        if (before != NONE && Links.next(links) == NONE) {
            links(before, Links.withNext(links, slot));
            return;
        }
        if (before != NONE) {
            links(before, Links.withBranches(links));
        }
        name(slot);
    }

    private void links(int slot, long links) {
        cells.set(slot << CELLS_LOG | LINKS, links);
    }

    /** The block can be found by its hash alone from now on; no other one of this hash can yet. */
    void name(int slot) {
        long links = links(slot);
        if (!Links.isNamed(links)) {
            links(slot, Links.named(links));
            byHash.add(slot, key(slot));
        }
    }

    /**
     * The holder, which had them, has these blocks no more.
     *
     * @param last slot of the last one
     * @param count of it and of those before it
     * @param left is told their hashes, the last one's first
     * @return slot of the block before them
     */
    int release(int last, int count, int holder, LongConsumer left) {
        int slot = last;
        int gone = NONE;
        for (int i = 0; i < count; i++) {
            int at = slot << CELLS_LOG;
            long[] page = cells.page(at);
            int record = Pages.Longs.inPage(at);
            left.accept(page[record | HASH]);
            page[record | half(holder)] &= ~(1L << holder);
            tiers.forget(slot, holder);
            if ((page[record | LOW] | page[record | HIGH]) == 0) {
                forget(slot, page[record | LINKS]);
                gone = slot;
            }
            slot = Links.before(page[record | LINKS]);
        }
        held -= count;
        changes++;
        unhang(gone);
        return slot;
    }

    private void forget(int slot, long links) {
        if (Links.isNamed(links)) {
            byHash.remove(slot, key(slot));
        }
        space.give(slot);
        size--;
    }

    /** What is gone from here on was perhaps told of by the block before it. */
    private void unhang(int gone) {
        int before = gone == NONE ? NONE : before(gone);
        if (before != NONE && Links.next(links(before)) == gone) {
            links(before, Links.withoutNext(links(before)));
        }
    }

    /** In which tiers the holders have their blocks. */
    TierMasks tiers() {
        return tiers;
    }

    /** Changes with every block that somebody begins or ceases to hold. */
    int changes() {
        return changes;
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
