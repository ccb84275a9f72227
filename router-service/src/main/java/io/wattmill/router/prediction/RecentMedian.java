// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import java.util.Arrays;

/** Median of the last few values. */
public final class RecentMedian {
    private static final int WINDOW = 64;

    private final long[] values = new long[WINDOW];
    private long seen;

    /** Adds a value; the oldest one falls out. */
    public void add(long value) {
        values[(int) (seen++ % WINDOW)] = value;
    }

    /** The median, the upper one of two; 0 without a value. */
    public long value() {
        int count = (int) Math.min(seen, WINDOW);
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[count / 2];
    }
}
