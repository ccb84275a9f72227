// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import java.util.function.LongConsumer;

/**
 * Two numbers by a long key, without boxes: a name and a set of bits, of which one or more are set.
 * Open addressing, linear probing, at most three quarters full: 17 bytes per place. No keys of
 * strangers can make it slow for longer than until it grows: they are hashes of engines that this
 * site runs.
 */
final class KnownBlocks {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int LEAST = 64;

    private long[] keys = new long[LEAST];
    private long[] names = new long[LEAST];
    private byte[] bits = new byte[LEAST];
    private int size;

    int size() {
        return size;
    }

    /** The bits of this key; 0 = it is not here. */
    int bits(long key) {
        return bits[place(key)];
    }

    /** The name under a key that is here. */
    long name(long key) {
        return names[place(key)];
    }

    /** Keeps a name and bits, not 0, under this key. */
    void put(long key, long name, int newBits) {
        int at = place(key);
        if (bits[at] == 0) {
            at = occupy(key, at);
        }
        names[at] = name;
        bits[at] = (byte) newBits;
    }

    private int occupy(long key, int at) {
        size++;
        int free = at;
        if (size * 4L > keys.length * 3L) {
            grow();
            free = place(key);
        }
        keys[free] = key;
        return free;
    }

    /** Forgets this key. What was pushed behind it moves up, so that no tombstone is left. */
    void remove(long key) {
        int hole = place(key);
        if (bits[hole] == 0) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        for (int at = hole + 1 & mask; bits[at] != 0; at = at + 1 & mask) {
            boolean mayMove = (at - home(keys[at]) & mask) >= (at - hole & mask);
            if (mayMove) {
                move(at, hole);
                hole = at;
            }
        }
        bits[hole] = 0;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        names[to] = names[from];
        bits[to] = bits[from];
    }

    /** Forgets all, and gives the room back. */
    void clear() {
        keys = new long[LEAST];
        names = new long[LEAST];
        bits = new byte[LEAST];
        size = 0;
    }

    void forEachKey(LongConsumer action) {
        for (int at = 0; at < keys.length; at++) {
            if (bits[at] != 0) {
                action.accept(keys[at]);
            }
        }
    }

    /** Where the key is, or would be put. */
    private int place(long key) {
        int at = home(key);
        while (bits[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private int home(long key) {
        return (int) (key * GOLDEN >>> Long.numberOfLeadingZeros(keys.length) + 1);
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldNames = names;
        byte[] oldBits = bits;
        keys = new long[2 * oldKeys.length];
        names = new long[keys.length];
        bits = new byte[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldBits[i] != 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                names[at] = oldNames[i];
                bits[at] = oldBits[i];
            }
        }
    }
}
