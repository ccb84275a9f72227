// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import java.util.OptionalLong;

/**
 * The last readings of a meter that only grows, to be asked for instants between them. Bounded: the
 * oldest reading makes room.
 */
final class EnergyTimeline {

    private static final int CAPACITY = 256;

    private final long gapUs;
    private final long[] atUs = new long[CAPACITY];
    private final long[] energyUj = new long[CAPACITY];
    private int first;
    private int count;

    /**
     * An empty timeline.
     *
     * @param gapUs the longest distance of two readings that belong together
     */
    EnergyTimeline(long gapUs) {
        this.gapUs = gapUs;
    }

    /**
     * Adds a reading. One that is not after the last, or falls, or comes after a gap, makes all
     * before it worthless.
     */
    void add(long instantUs, long readingUj) {
        if (count > 0 && !follows(instantUs, readingUj)) {
            restart();
        }
        if (count == CAPACITY) {
            first = (first + 1) % CAPACITY;
            count--;
        }
        int slot = slot(count);
        atUs[slot] = instantUs;
        energyUj[slot] = readingUj;
        count++;
    }

    /** Forgets everything. */
    void restart() {
        count = 0;
    }

    /** Whether the meter was read at that instant or after it. */
    boolean reaches(long instantUs) {
        return count > 0 && atUs[slot(count - 1)] >= instantUs;
    }

    /** The reading at an instant, on a straight line between its neighbours; empty outside. */
    OptionalLong at(long instantUs) {
        for (int i = count - 1; i >= 0; i--) {
            if (atUs[slot(i)] <= instantUs) {
                return between(i, instantUs);
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong between(int before, long instantUs) {
        int a = slot(before);
        if (atUs[a] == instantUs) {
            return OptionalLong.of(energyUj[a]);
        }
        if (before == count - 1) {
            return OptionalLong.empty();
        }
        int b = slot(before + 1);
        double part = (double) (instantUs - atUs[a]) / (atUs[b] - atUs[a]);
        return OptionalLong.of(energyUj[a] + Math.round(part * (energyUj[b] - energyUj[a])));
    }

    private boolean follows(long instantUs, long readingUj) {
        int last = slot(count - 1);
        return instantUs > atUs[last]
                && instantUs - atUs[last] <= gapUs
                && readingUj >= energyUj[last];
    }

    private int slot(int index) {
        return (first + index) % CAPACITY;
    }
}
