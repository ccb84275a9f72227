// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * How many of an engine's blocks were used since some moment: its distance in least-recently-used
 * order, within a hundredth or two of the capacity. Moments are numbered buckets of uses; the
 * oldest ones are told apart no longer.
 */
final class Recency {
    private static final int BUCKETS = 128;

    private final int[] blocks = new int[BUCKETS];
    private int now;
    private int width = 1;

    /** Tells moments apart as finely as a cache of this many blocks needs. */
    void expect(int capacity) {
        width = Math.max(1, capacity / (BUCKETS / 2));
    }

    /** This moment. */
    int now() {
        return now;
    }

    /** So many more blocks were last used then. */
    void add(int moment, int count) {
        blocks[bucket(moment)] += count;
    }

    /** So many blocks that were last used then are gone. */
    void remove(int moment, int count) {
        blocks[bucket(moment)] -= count;
    }

    /** Blocks last used then are used now; returns now. */
    int move(int moment, int count) {
        remove(moment, count);
        add(now, count);
        int moved = now;
        if (blocks[bucket(now)] >= width) {
            now++;
            int oldest = bucket(now - BUCKETS + 1);
            blocks[oldest] += blocks[bucket(now)];
            blocks[bucket(now)] = 0;
        }
        return moved;
    }

    /** Blocks used since that moment. */
    int since(int moment) {
        int from = Math.max(moment, now - BUCKETS + 1);
        int sum = blocks[bucket(from)] / 2;
        for (int i = from + 1; i <= now; i++) {
            sum += blocks[bucket(i)];
        }
        return sum;
    }

    private int bucket(int moment) {
        return Math.max(moment, now - BUCKETS + 1) & BUCKETS - 1;
    }
}
