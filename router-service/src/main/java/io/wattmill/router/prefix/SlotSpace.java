// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * Which slots are taken. Slots come in chunks of 16, so that what follows each other is told to lie
 * beside each other: whoever walks along a prompt reads memory in its order. 1 byte per slot.
 */
final class SlotSpace {
    private static final int NONE = SlotTable.NONE;
    private static final int CHUNK_LOG = 4;
    private static final int CHUNK = 1 << CHUNK_LOG;
    private static final int LAST = CHUNK - 1;
    private static final int FULL = (1 << CHUNK) - 1;

    /** Beginnings fill up the holes where these are more than one slot in so many. */
    private static final int HOLES = 5;

    /**
     * Fields of a chunk: a bit for each slot that is taken, and neighbours in the list it is in.
     */
    private static final int TAKEN = 0;

    private static final int NEXT = 1;
    private static final int PREVIOUS = 2;
    private static final int FIELDS_LOG = 2;

    private final Pages.Ints chunks = new Pages.Ints();
    private int used;
    private int taken;

    /** Chunks of which no slot is taken, and those of which some are. */
    private int free = NONE;

    private int holed = NONE;
    private int freeChunks;

    /** The chunk in hand, and its bits as they were and as they are. */
    private int chunk = NONE;

    private int before;
    private int now;

    /** A slot beside this one if there is one, else one that has more behind it. */
    int takeAfter(int previous) {
        int beside = previous + 1;
        boolean inChunk = previous != NONE && (beside & LAST) != 0;
        int slot = inChunk && isFree(beside) ? beside : begin();
        open(slot >>> CHUNK_LOG);
        now |= bit(slot);
        taken++;
        return slot;
    }

    /** Gives back a slot that is taken. */
    void give(int slot) {
        open(slot >>> CHUNK_LOG);
        now &= ~bit(slot);
        taken--;
    }

    private boolean isFree(int slot) {
        open(slot >>> CHUNK_LOG);
        return (now & bit(slot)) == 0;
    }

    private static int bit(int slot) {
        return 1 << (slot & LAST);
    }

    private int begin() {
        close();
        int holes = (used - freeChunks) * CHUNK - taken;
        if (holed != NONE && holes > used * CHUNK / HOLES) {
            int open = ~get(holed, TAKEN);
            return holed << CHUNK_LOG | Integer.numberOfTrailingZeros(open);
        }
        return (free == NONE ? fresh() : free) << CHUNK_LOG;
    }

    private int fresh() {
        int fresh = used++;
        for (int field = 0; field < 1 << FIELDS_LOG; field++) {
            set(fresh, field, 0);
        }
        freeChunks++;
        free = linked(free, fresh);
        return fresh;
    }

    /** Takes a chunk in hand: slots are taken and given back in runs. */
    private void open(int wanted) {
        if (wanted != chunk) {
            close();
            chunk = wanted;
            before = get(wanted, TAKEN);
            now = before;
        }
    }

    /** Puts the chunk in hand into the list where it belongs; a full one is in none. */
    private void close() {
        if (chunk != NONE && now != before) {
            set(chunk, TAKEN, now);
            leave();
            enter();
            before = now;
        }
    }

    private void leave() {
        if (before == 0) {
            free = unlinked(free, chunk);
            freeChunks--;
        } else if (before != FULL) {
            holed = unlinked(holed, chunk);
        }
    }

    private void enter() {
        if (now == 0) {
            free = linked(free, chunk);
            freeChunks++;
        } else if (now != FULL) {
            holed = linked(holed, chunk);
        }
    }

    private int linked(int list, int added) {
        set(added, NEXT, list);
        set(added, PREVIOUS, NONE);
        if (list != NONE) {
            set(list, PREVIOUS, added);
        }
        return added;
    }

    private int unlinked(int list, int removed) {
        int next = get(removed, NEXT);
        int previous = get(removed, PREVIOUS);
        if (next != NONE) {
            set(next, PREVIOUS, previous);
        }
        if (previous != NONE) {
            set(previous, NEXT, next);
        }
        return list == removed ? next : list;
    }

    private int get(int of, int field) {
        return chunks.get(of << FIELDS_LOG | field);
    }

    private void set(int of, int field, int value) {
        chunks.set(of << FIELDS_LOG | field, value);
    }
}
