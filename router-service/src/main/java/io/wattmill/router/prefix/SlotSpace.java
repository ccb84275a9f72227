// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * Which slots are taken. Slots come in chunks of eight, so that what follows each other is told to
 * lie beside each other: whoever walks along a prompt reads memory in its order. 2 bytes per slot.
 */
final class SlotSpace {
    private static final int NONE = SlotTable.NONE;
    private static final int CHUNK_LOG = 3;
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

    /** A slot beside this one if there is one, else one that has more behind it. */
    int takeAfter(int before) {
        int beside = before + 1;
        boolean inChunk = before != NONE && (beside & LAST) != 0;
        int slot = inChunk && !isTaken(beside) ? beside : begin();
        take(slot);
        return slot;
    }

    private int begin() {
        int holes = (used - freeChunks) * CHUNK - taken;
        if (holed != NONE && holes > used * CHUNK / HOLES) {
            int open = ~get(holed, TAKEN);
            return holed << CHUNK_LOG | Integer.numberOfTrailingZeros(open);
        }
        return (free == NONE ? fresh() : free) << CHUNK_LOG;
    }

    private int fresh() {
        int chunk = used++;
        for (int field = 0; field < 1 << FIELDS_LOG; field++) {
            set(chunk, field, 0);
        }
        freeChunks++;
        free = linked(free, chunk);
        return chunk;
    }

    private boolean isTaken(int slot) {
        return (get(slot >>> CHUNK_LOG, TAKEN) >>> (slot & LAST) & 1) != 0;
    }

    private void take(int slot) {
        int chunk = slot >>> CHUNK_LOG;
        int before = get(chunk, TAKEN);
        int after = before | 1 << (slot & LAST);
        taken++;
        move(chunk, before, after);
    }

    /** Gives back a slot that is taken. */
    void give(int slot) {
        int chunk = slot >>> CHUNK_LOG;
        int before = get(chunk, TAKEN);
        taken--;
        move(chunk, before, before & ~(1 << (slot & LAST)));
    }

    /** From the list where it was to the one where it belongs; full ones are in none. */
    private void move(int chunk, int before, int after) {
        set(chunk, TAKEN, after);
        if (before == 0) {
            free = unlinked(free, chunk);
            freeChunks--;
            holed = linked(holed, chunk);
        } else if (before == FULL) {
            holed = linked(holed, chunk);
        }
        if (after == FULL) {
            holed = unlinked(holed, chunk);
        } else if (after == 0) {
            holed = unlinked(holed, chunk);
            free = linked(free, chunk);
            freeChunks++;
        }
    }

    private int linked(int list, int chunk) {
        set(chunk, NEXT, list);
        set(chunk, PREVIOUS, NONE);
        if (list != NONE) {
            set(list, PREVIOUS, chunk);
        }
        return chunk;
    }

    private int unlinked(int list, int chunk) {
        int next = get(chunk, NEXT);
        int previous = get(chunk, PREVIOUS);
        if (next != NONE) {
            set(next, PREVIOUS, previous);
        }
        if (previous != NONE) {
            set(previous, NEXT, next);
        }
        return list == chunk ? next : list;
    }

    private int get(int chunk, int field) {
        return chunks.get(chunk << FIELDS_LOG | field);
    }

    private void set(int chunk, int field, int value) {
        chunks.set(chunk << FIELDS_LOG | field, value);
    }
}
