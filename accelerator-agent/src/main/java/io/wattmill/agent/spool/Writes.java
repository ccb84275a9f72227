// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.util.TreeMap;
import java.util.TreeSet;

/** What is known of the writes of items that are, or just were, in memory. */
final class Writes {

    /** Where an item is that leaves memory. */
    enum Whereabouts {
        ON_DISK,
        NOWHERE,
        /** Its write is still to come. */
        UNDECIDED
    }

    private enum Fate {
        PENDING,
        REFUSED
    }

    private final TreeMap<Long, Fate> unwritten = new TreeMap<>();
    private final TreeSet<Long> undecided = new TreeSet<>();

    /** A write that was handed to the disk, or could not be. */
    void begun(long position, boolean taken) {
        unwritten.put(position, taken ? Fate.PENDING : Fate.REFUSED);
    }

    /** An item leaves memory. */
    Whereabouts leave(long position) {
        Fate fate = unwritten.get(position);
        if (fate == Fate.PENDING) {
            undecided.add(position);
            return Whereabouts.UNDECIDED;
        }
        unwritten.remove(position);
        return fate == null ? Whereabouts.ON_DISK : Whereabouts.NOWHERE;
    }

    /** A write has ended; whether its item had left memory meanwhile. */
    boolean ended(long position, boolean isOnDisk) {
        boolean left = undecided.remove(position);
        if (isOnDisk || left) {
            unwritten.remove(position);
        } else {
            unwritten.computeIfPresent(position, (_, _) -> Fate.REFUSED);
        }
        return left;
    }

    /** Nothing up to here matters any more. */
    void forget(long position) {
        unwritten.headMap(position, true).clear();
        undecided.headSet(position, true).clear();
    }

    /** Whether an item behind this position has left memory before its write has ended. */
    boolean anyUndecidedBehind(long position) {
        return undecided.higher(position) != null;
    }

    int undecided() {
        return undecided.size();
    }
}
