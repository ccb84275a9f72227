// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Kept;

import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest of what waits, in memory; every one of them is being written, was, or could not be.
 */
final class Recent<T> {

    /** Hears of each one that is no longer in memory. */
    interface Leaving {

        /** It is on disk, or lost. */
        void left(long position, boolean isOnDisk);
    }

    private final int capacity;
    private final Leaving leaving;
    private final TreeMap<Long, T> items = new TreeMap<>();
    private final Writes writes = new Writes();

    Recent(int capacity, Leaving leaving) {
        this.capacity = capacity;
        this.leaving = leaving;
    }

    /**
     * Adds the newest; the oldest may have to go.
     *
     * @param taken whether its write was handed to the disk
     */
    void add(long position, T item, boolean taken) {
        items.put(position, item);
        writes.begun(position, taken);
        if (items.size() > capacity) {
            evict(items.firstKey());
        }
    }

    /** Whether it is on disk may be known a little later. */
    private void evict(long position) {
        items.remove(position);
        switch (writes.leave(position)) {
            case ON_DISK -> leaving.left(position, true);
            case NOWHERE -> leaving.left(position, false);
            case UNDECIDED -> {}
        }
    }

    /** A write has ended; whether its item had left memory meanwhile. */
    boolean written(long position, boolean isOnDisk) {
        boolean left = writes.ended(position, isOnDisk);
        if (left) {
            leaving.left(position, isOnDisk);
        }
        return left;
    }

    void acknowledge(long position) {
        items.headMap(position, true).clear();
        writes.forget(position);
    }

    /**
     * The oldest behind a position; none while it is not known where one of those before it went.
     *
     * @param known everything up to here is known to be elsewhere
     */
    Optional<Kept<T>> after(long position, long known) {
        return writes.anyUndecidedBehind(known) ? Optional.empty() : Kept.after(position, items);
    }

    /** How many are here up to a position. */
    long countUpTo(long position) {
        return items.headMap(position, true).size();
    }

    /** How many are here, or just left it. */
    long size() {
        return items.size() + writes.undecided();
    }
}
