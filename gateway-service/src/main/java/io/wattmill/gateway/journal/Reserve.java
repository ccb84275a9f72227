// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.telemetry.Limits;

import java.util.Optional;

/**
 * Room held back for closing every open request, so that a journal that is full refuses new
 * requests and loses none that it has. Not for several threads at once, but for {@link #fitting}.
 */
final class Reserve {

    private final JournalConfig config;
    private final SegmentQueue segments;
    private final OpenRequests open;
    private final MeterRegistry metrics;

    /** Of {@code segments}, for {@code open}. */
    Reserve(JournalConfig config, SegmentQueue segments, OpenRequests open, MeterRegistry metrics) {
        this.config = config;
        this.segments = segments;
        this.open = open;
        this.metrics = metrics;
    }

    /** Why one more request with this state cannot be opened; empty when it can. */
    Optional<String> refusal(byte[] state) {
        if (open.size() >= config.maxOpen()) {
            Limits.hit(metrics, "journal.max-open");
            return Optional.of("the journal holds " + open.size() + " open requests, its limit");
        }
        if (!leavesRoomFor(open.size() + 1, state)) {
            Limits.hit(metrics, "journal.max-segments");
            return Optional.of("the journal is full until the ledger takes what is in it");
        }
        return Optional.empty();
    }

    /** Whether a record of this payload takes nothing of what is held back. */
    boolean isSpare(byte[] payload) {
        return leavesRoomFor(open.size(), payload);
    }

    private boolean leavesRoomFor(int requests, byte[] payload) {
        return segments.hasRoom(Segment.sizeOf(payload), (long) requests * config.reserveBytes());
    }

    /** A record that fits into the room that was held for it, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Fitting(UsageRecord record, byte[] payload) {

        private static Fitting of(UsageRecord record) {
            return new Fitting(record, record.toByteArray());
        }
    }

    /**
     * What explains a decision is left out before a record outgrows the room that was held for it.
     */
    Fitting fitting(UsageRecord record) {
        Fitting whole = Fitting.of(record);
        if (Segment.sizeOf(whole.payload()) <= config.reserveBytes()) {
            return whole;
        }
        Limits.hit(metrics, "journal.reserve-bytes");
        return Fitting.of(record.toBuilder().clearDecision().build());
    }
}
