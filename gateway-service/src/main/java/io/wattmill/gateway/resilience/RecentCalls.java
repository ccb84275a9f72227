// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import java.util.Arrays;

/**
 * Counts of the last moments, and how many of them are of one kind. A sliding window of ten cells,
 * so what is counted leaves it between nine and ten tenths of its length later.
 */
final class RecentCalls {

    private static final int CELLS = 10;

    private final long cellNanos;
    private final long[] all = new long[CELLS];
    private final long[] marked = new long[CELLS];
    private long newest = Long.MIN_VALUE;

    RecentCalls(long windowNanos) {
        this.cellNanos = Math.max(1, windowNanos / CELLS);
    }

    void add(long now) {
        all[advance(now)]++;
    }

    /** Marks one more, whether or not it was added. */
    void mark(long now) {
        marked[advance(now)]++;
    }

    /** Takes back the mark that was made last, where it still counts. */
    void unmark(long now) {
        advance(now);
        for (long cell = newest; cell > newest - CELLS; cell--) {
            if (marked[at(cell)] > 0) {
                marked[at(cell)]--;
                return;
            }
        }
    }

    long all(long now) {
        advance(now);
        return Arrays.stream(all).sum();
    }

    long marked(long now) {
        advance(now);
        return Arrays.stream(marked).sum();
    }

    void clear() {
        Arrays.fill(all, 0);
        Arrays.fill(marked, 0);
    }

    private int advance(long now) {
        long cell = Math.floorDiv(now, cellNanos);
        if (newest == Long.MIN_VALUE || cell - newest >= CELLS) {
            clear();
            newest = cell;
        }
        while (newest < cell) {
            newest++;
            all[at(newest)] = 0;
            marked[at(newest)] = 0;
        }
        return at(newest);
    }

    private static int at(long cell) {
        return (int) Math.floorMod(cell, (long) CELLS);
    }
}
