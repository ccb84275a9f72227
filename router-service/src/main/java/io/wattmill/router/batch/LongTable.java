// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import java.util.Arrays;

/**
 * Small numbers by long keys, without boxes: open addressing, linear probing, at most half full.
 * The keys are hashes already, so a multiplication spreads them well enough.
 */
final class LongTable {
    /** No number is kept under the key. */
    static final int ABSENT = -1;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int LEAST = 16;

    private long[] keys = new long[LEAST];
    private int[] values = emptied(new int[LEAST]);
    private int size;

    private static int[] emptied(int[] values) {
        Arrays.fill(values, ABSENT);
        return values;
    }

    /** The number under this key, or {@link #ABSENT}. */
    int get(long key) {
        return values[place(key)];
    }

    /** Keeps a number, 0 or more, under this key. */
    void put(long key, int value) {
        int at = place(key);
        if (values[at] == ABSENT) {
            if (++size * 2 > values.length) {
                grow();
                at = place(key);
            }
            keys[at] = key;
        }
        values[at] = value;
    }

    /** Forgets this key. What was pushed behind it moves up, so that no tombstone is left. */
    void remove(long key) {
        int hole = place(key);
        if (values[hole] == ABSENT) {
            return;
        }
        size--;
        int mask = values.length - 1;
        for (int at = hole + 1 & mask; values[at] != ABSENT; at = at + 1 & mask) {
            int wanted = home(keys[at]);
            boolean mayMove = (at - wanted & mask) >= (at - hole & mask);
            if (mayMove) {
                keys[hole] = keys[at];
                values[hole] = values[at];
                hole = at;
            }
        }
        values[hole] = ABSENT;
    }

    /** Where the key is, or would be put. */
    private int place(long key) {
        int at = home(key);
        while (values[at] != ABSENT && keys[at] != key) {
            at = at + 1 & values.length - 1;
        }
        return at;
    }

    private int home(long key) {
        return (int) (key * GOLDEN >>> Long.numberOfLeadingZeros(values.length) + 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = emptied(new int[2 * oldValues.length]);
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != ABSENT) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
