// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * Chains of blocks of one holder that were last used together, as a forest (a run continues the run
 * above it) and in the order of use. Knows nothing of what is in a block.
 */
final class Runs implements SlotTable.Keys {
    static final int NONE = SlotTable.NONE;

    /** Fields of a run: slots of its first and last block, and how many there are. */
    static final int FIRST = 0;

    static final int LAST = 1;
    static final int LENGTH = 2;

    /** The run that it continues, one of those that continue it, and others that do as it does. */
    static final int UP = 3;

    static final int CHILD = 4;
    private static final int NEXT = 5;
    private static final int PREVIOUS = 6;

    /** Neighbours in the order of use. */
    private static final int OLDER = 7;

    private static final int NEWER = 8;

    /** When it was last used: in order, and in time. */
    static final int MOMENT = 9;

    static final int TICK = 10;
    private static final int FIELDS = 11;

    private final Pages.Ints fields = new Pages.Ints();
    private final SlotTable byFirst = new SlotTable(this);
    private int used;
    private int free = NONE;
    private int oldest = NONE;
    private int newest = NONE;

    @Override
    public long key(int run) {
        return get(run, FIRST);
    }

    int get(int run, int field) {
        return fields.get(run * FIELDS + field);
    }

    void set(int run, int field, int value) {
        fields.set(run * FIELDS + field, value);
    }

    /** The run that begins with this block, or {@link #NONE}. */
    int startingAt(int slot) {
        return byFirst.find(slot);
    }

    /** The run used least recently, or {@link #NONE}. */
    int oldest() {
        return oldest;
    }

    /** The run used most recently, or {@link #NONE}. */
    int newest() {
        return newest;
    }

    /** A new run of one block, used last. */
    int make(int first, int up) {
        int run = fresh();
        set(run, FIRST, first);
        set(run, LAST, first);
        set(run, LENGTH, 1);
        set(run, CHILD, NONE);
        byFirst.add(run, first);
        hang(run, up);
        insert(run, newest, NONE);
        return run;
    }

    private int fresh() {
        int run = free;
        if (run == NONE) {
            run = used++;
            for (int field = 0; field < FIELDS; field++) {
                set(run, field, 0);
            }
        } else {
            free = get(run, NEWER);
        }
        return run;
    }

    /**
     * Cuts a run in two: a new run of its first blocks, and itself with the others, which continues
     * the new one. Returns the new one, used right after the other.
     */
    int split(int run, int headLength, int headLast, int tailFirst) {
        int head = fresh();
        for (int field : new int[] {FIRST, MOMENT, TICK}) {
            set(head, field, get(run, field));
        }
        byFirst.remove(run, get(run, FIRST));
        set(head, LAST, headLast);
        set(head, LENGTH, headLength);
        set(head, CHILD, NONE);
        set(run, FIRST, tailFirst);
        set(run, LENGTH, get(run, LENGTH) - headLength);
        byFirst.add(head, get(head, FIRST));
        byFirst.add(run, tailFirst);
        int up = get(run, UP);
        unhang(run);
        hang(head, up);
        hang(run, head);
        insert(head, run, get(run, NEWER));
        return head;
    }

    /** Forgets a run that no other one continues. */
    void discard(int run) {
        byFirst.remove(run, get(run, FIRST));
        unhang(run);
        unlink(run);
        set(run, NEWER, free);
        free = run;
    }

    /** The run is used now. */
    void touch(int run) {
        if (run != newest) {
            unlink(run);
            insert(run, newest, NONE);
        }
    }

    private void hang(int run, int up) {
        set(run, UP, up);
        set(run, PREVIOUS, NONE);
        int next = up == NONE ? NONE : get(up, CHILD);
        set(run, NEXT, next);
        if (next != NONE) {
            set(next, PREVIOUS, run);
        }
        if (up != NONE) {
            set(up, CHILD, run);
        }
    }

    private void unhang(int run) {
        int previous = get(run, PREVIOUS);
        int next = get(run, NEXT);
        if (previous != NONE) {
            set(previous, NEXT, next);
        } else if (get(run, UP) != NONE) {
            set(get(run, UP), CHILD, next);
        }
        if (next != NONE) {
            set(next, PREVIOUS, previous);
        }
    }

    private void insert(int run, int older, int newer) {
        set(run, OLDER, older);
        set(run, NEWER, newer);
        join(older, run);
        join(run, newer);
    }

    private void unlink(int run) {
        join(get(run, OLDER), get(run, NEWER));
    }

    private void join(int older, int newer) {
        if (older == NONE) {
            oldest = newer;
        } else {
            set(older, NEWER, newer);
        }
        if (newer == NONE) {
            newest = older;
        } else {
            set(newer, OLDER, older);
        }
    }
}
