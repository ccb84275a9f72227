// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

/** Counts of what happened to a stream. */
public final class Tallies {
    private final long[] counts = new long[Tally.values().length];

    void add(Tally what, long count) {
        counts[what.ordinal()] += count;
    }

    /** How often since the last time that it was asked. */
    public long take(Tally what) {
        long count = counts[what.ordinal()];
        counts[what.ordinal()] = 0;
        return count;
    }
}
