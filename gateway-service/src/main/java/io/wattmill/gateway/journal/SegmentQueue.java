// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The segments in use, oldest first, and the one that is prepared ahead. Not for several threads at
 * once; the journal's lock is around it.
 */
final class SegmentQueue {

    private final JournalConfig config;
    private final JournalFiles files;
    private final UUID journalId;
    private final ArrayDeque<Segment> live = new ArrayDeque<>();
    private long number;
    private @Nullable Segment next;

    SegmentQueue(JournalConfig config, JournalFiles files, UUID journalId, long number) {
        this.config = config;
        this.files = files;
        this.journalId = journalId;
        this.number = number;
    }

    /** Where a record was put. */
    record Place(Segment segment, int offset) {}

    /** Adds a segment from an earlier run: read, never written again. */
    void addOld(Segment segment) {
        live.addLast(segment);
    }

    Segment current() {
        return live.getLast();
    }

    int size() {
        return live.size();
    }

    /** Whether {@code bytes} can be written and {@code held} bytes still be there afterwards. */
    boolean hasRoom(long bytes, long held) {
        return current().remaining() >= bytes + held || next != null;
    }

    /** Whether a segment should be made ready, within the bound on all of them. */
    boolean wantsNext() {
        return next == null && live.size() < config.maxSegments();
    }

    /** Number of the segment that is to be made ready. */
    long nextNumber() {
        return number + 1;
    }

    void prepared(Segment segment) {
        next = segment;
    }

    /** Appends, going on to the next segment when the current one is full. */
    Place append(
            RecordType type,
            long recordNumber,
            byte[] payload,
            long lastSequence,
            long lastInstantUs) {
        int at = current().append(type, recordNumber, payload);
        if (at < 0) {
            roll(lastSequence, lastInstantUs);
            at = current().append(type, recordNumber, payload);
        }
        if (at < 0) {
            throw new JournalException(
                    "a record of " + payload.length + " bytes is longer than a segment");
        }
        return new Place(current(), at);
    }

    /**
     * Goes on to the next segment. There is one prepared, because room was checked before; making
     * it here, on the caller's thread, is the last resort of a record that must not be lost.
     */
    void roll(long lastSequence, long lastInstantUs) {
        Segment fresh = next == null ? create() : next;
        next = null;
        number++;
        fresh.activate(new SegmentHeader(number, lastSequence, lastInstantUs, journalId));
        live.addLast(fresh);
    }

    /** Makes the next segment; the name is durable when this returns. */
    Segment create() {
        try {
            Segment segment = Segment.create(files.segment(nextNumber()), config.segmentBytes());
            files.sync();
            return segment;
        } catch (IOException e) {
            throw new JournalException("cannot make a journal segment; is the disk full?", e);
        }
    }

    /**
     * The segments that nobody needs, from the oldest up to the first that is needed. They leave
     * the queue.
     */
    List<Segment> takeFree() {
        List<Segment> free = new ArrayList<>();
        while (live.size() > 1 && live.getFirst().isFree() && !live.getFirst().isDirty()) {
            free.add(live.removeFirst());
        }
        return free;
    }

    /** The oldest segment when only requests in progress keep it; they should be moved on. */
    Optional<Segment> heldByOpenOnly() {
        Segment oldest = live.getFirst();
        return live.size() > 1 && oldest.isHeldByOpenOnly()
                ? Optional.of(oldest)
                : Optional.empty();
    }

    /** Segments with records that are not on the disk yet. */
    List<Segment> dirty() {
        return live.stream().filter(Segment::isDirty).toList();
    }

    void close() {
        live.forEach(Segment::close);
        if (next != null) {
            next.close();
        }
    }
}
