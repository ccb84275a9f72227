// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import java.util.Arrays;

/**
 * Slots by the long key that each of them has: extendible hashing over small segments of open
 * addressing, so that growing splits one segment at a time and never copies the whole. A cell is 4
 * bytes: the slot, and 6 bits of the key's hash that spare most looks at other slots' keys.
 */
final class SlotTable {
    /** There is no such key. */
    static final int NONE = -1;

    /** Most slots that cells can tell apart. */
    static final int MOST_SLOTS = (1 << 26) - 1;

    private static final int SLOT = MOST_SLOTS;
    private static final int CELLS = 512;
    private static final int LAST = CELLS - 1;
    private static final int MOST = CELLS / 4 * 3;

    /** Where a segment keeps how many it has, and how many bits of hash it is for. */
    private static final int COUNT = CELLS;

    private static final int DEPTH = CELLS + 1;

    /** Knows the key of a slot that is in the table. */
    interface Keys {
        long key(int slot);
    }

    private final Keys keys;
    private int[][] directory = {new int[CELLS + 2]};
    private int bits;

    SlotTable(Keys keys) {
        this.keys = keys;
    }

    /** The slot with this key, or {@link #NONE}. */
    int find(long key) {
        long hash = mix(key);
        int[] segment = directory[segmentOf(hash)];
        int tag = tag(hash);
        int at = (int) hash & LAST;
        for (int cell = segment[at]; cell != 0; cell = segment[at]) {
            if ((cell & ~SLOT) == tag && keys.key((cell & SLOT) - 1) == key) {
                return (cell & SLOT) - 1;
            }
            at = (at + 1) & LAST;
        }
        return NONE;
    }

    /** Adds a slot with this key, which is not in the table. */
    void add(int slot, long key) {
        long hash = mix(key);
        int[] segment = directory[segmentOf(hash)];
        while (segment[COUNT] >= MOST) {
            split(hash);
            segment = directory[segmentOf(hash)];
        }
        insert(segment, hash, slot + 1 | tag(hash));
    }

    private static void insert(int[] segment, long hash, int cell) {
        int at = (int) hash & LAST;
        while (segment[at] != 0) {
            at = (at + 1) & LAST;
        }
        segment[at] = cell;
        segment[COUNT]++;
    }

    /** Takes out a slot that is in the table with this key, and still has it. */
    void remove(int slot, long key) {
        long hash = mix(key);
        int[] segment = directory[segmentOf(hash)];
        int at = (int) hash & LAST;
        while ((segment[at] & SLOT) != slot + 1) {
            at = (at + 1) & LAST;
        }
        segment[COUNT]--;
        close(segment, at);
    }

    /** Moves what follows a hole into it, so that no search ends too early. */
    private void close(int[] segment, int from) {
        int hole = from;
        for (int at = (hole + 1) & LAST; segment[at] != 0; at = (at + 1) & LAST) {
            int home = (int) mix(keys.key((segment[at] & SLOT) - 1)) & LAST;
            if (((at - home) & LAST) >= ((at - hole) & LAST)) {
                segment[hole] = segment[at];
                hole = at;
            }
        }
        segment[hole] = 0;
    }

    private void split(long at) {
        int depth = directory[segmentOf(at)][DEPTH];
        if (depth == bits) {
            twice();
        }
        int[] full = directory[segmentOf(at)];
        int[][] halves = {emptyAt(depth + 1), emptyAt(depth + 1)};
        for (int i = 0; i < CELLS; i++) {
            if (full[i] != 0) {
                long hash = mix(keys.key((full[i] & SLOT) - 1));
                insert(halves[(int) (hash >>> 63 - depth) & 1], hash, full[i]);
            }
        }
        replace(segmentOf(at) >>> bits - depth << bits - depth, 1 << bits - depth - 1, halves);
    }

    private void replace(int from, int each, int[][] halves) {
        Arrays.fill(directory, from, from + each, halves[0]);
        Arrays.fill(directory, from + each, from + 2 * each, halves[1]);
    }

    private static int[] emptyAt(int depth) {
        int[] segment = new int[CELLS + 2];
        segment[DEPTH] = depth;
        return segment;
    }

    private void twice() {
        int[][] wider = new int[2 * directory.length][];
        for (int i = 0; i < wider.length; i++) {
            wider[i] = directory[i / 2];
        }
        directory = wider;
        bits++;
    }

    private int segmentOf(long hash) {
        return (int) (hash >>> 1 >>> 63 - bits);
    }

    private static int tag(long hash) {
        return (int) (hash >>> 9) & ~SLOT;
    }

    /** The end of MurmurHash3: every bit of the key counts in every bit of the hash. */
    private static long mix(long key) {
        long half = (key ^ key >>> 33) * 0xFF51AFD7ED558CCDL;
        long whole = (half ^ half >>> 33) * 0xC4CEB9FE1A85EC53L;
        return whole ^ whole >>> 33;
    }
}
