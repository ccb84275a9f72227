// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.gateway.journal.SegmentQueue.Place;
import io.wattmill.kit.time.Clock;

/** Records, one behind the other, and the instants that go with them. Not for several threads. */
final class RecordLog {

    private final Clock clock;
    private final SegmentQueue segments;
    private final Backlog backlog;
    private final Upkeep upkeep;
    private long lastInstantUs;

    /**
     * Goes on in {@code segments}; {@code upkeep} hears of each record.
     *
     * @param lastInstantUs the last one that was issued before
     */
    RecordLog(
            Clock clock,
            SegmentQueue segments,
            Backlog backlog,
            Upkeep upkeep,
            long lastInstantUs) {
        this.clock = clock;
        this.segments = segments;
        this.backlog = backlog;
        this.upkeep = upkeep;
        this.lastInstantUs = lastInstantUs;
    }

    /**
     * Admissions never go back in time, so that a watermark that was sent stays true when the
     * host's clock is set.
     */
    long nextInstantUs() {
        lastInstantUs = Math.max(clock.nowUs(), lastInstantUs);
        return lastInstantUs;
    }

    /** Appends a record; a new segment's header says how far sequence and instants have come. */
    Place append(RecordType type, long number, byte[] payload) {
        Segment before = segments.current();
        Place place =
                segments.append(type, number, payload, backlog.closedThrough(), lastInstantUs);
        if (place.segment() != before) {
            upkeep.rolled();
        }
        upkeep.appended();
        return place;
    }
}
