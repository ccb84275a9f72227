// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Backlog;
import io.wattmill.agent.buffer.Kept;
import io.wattmill.agent.spool.Reader.Range;

import java.util.Optional;
import java.util.TreeMap;

/** What is no longer in memory and lies on disk, and what was read back of it to be sent next. */
final class Spilled<T> {

    private final TreeMap<Long, T> readBack = new TreeMap<>();
    private boolean reading;
    private long upTo = Backlog.START;
    private long readUpTo = Backlog.START;
    private long onDisk;
    private long meanwhile;

    /** One more went. */
    void add(long position) {
        upTo = Math.max(upTo, position);
        meanwhile++;
        onDisk++;
    }

    /** So many were there already, up to this position. */
    void found(long items, long position) {
        onDisk += items;
        upTo = Math.max(upTo, position);
    }

    /** What is there up to this position is no concern of this. */
    void skip(long position) {
        readUpTo = Math.max(readUpTo, position);
    }

    void acknowledge(long position) {
        readBack.headMap(position, true).clear();
        skip(position);
        if (readUpTo >= upTo) {
            onDisk = 0;
        }
    }

    /** The oldest behind a position that was read back. */
    Optional<Kept<T>> after(long position) {
        return Kept.after(position, readBack);
    }

    /** Up to here nothing is to be read back any more for whoever has everything to there. */
    long known(long position) {
        return Math.max(position, readUpTo);
    }

    /** Whether something is to be read back for whoever has everything up to there. */
    boolean hasBehind(long position) {
        return known(position) < upTo;
    }

    /** What to read next; empty while something is being read. */
    Optional<Range> next() {
        if (reading) {
            return Optional.empty();
        }
        reading = true;
        meanwhile = 0;
        return Optional.of(new Range(readUpTo, upTo));
    }

    /** Nothing came of it. */
    void notRead() {
        reading = false;
    }

    /** It was read. */
    void read(Fetched<T> found) {
        reading = false;
        readBack.putAll(found.items().tailMap(readUpTo, false));
        skip(found.reached());
        onDisk = found.exhausted() ? meanwhile : Math.max(0, onDisk - found.items().size());
    }

    /** So many had to go. */
    void lost(long items) {
        onDisk = Math.max(0, onDisk - items);
    }

    /** How many were read back up to a position. */
    long countUpTo(long position) {
        return readBack.headMap(position, true).size();
    }

    long size() {
        return readBack.size() + onDisk;
    }
}
