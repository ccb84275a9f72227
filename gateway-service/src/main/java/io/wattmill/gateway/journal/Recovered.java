// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import com.google.protobuf.InvalidProtocolBufferException;

import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the segments of a journal say, read oldest first. */
final class Recovered {

    private final Map<String, UsageRecord.Builder> open = new LinkedHashMap<>();
    private final TreeMap<Long, ClosedRequest> closed = new TreeMap<>();
    private final List<String> damage = new ArrayList<>();
    private long lastSequence;
    private long settledThrough;
    private long lastInstantUs;

    /** Takes the records of an active segment. */
    void read(Segment segment) {
        SegmentHeader header = segment.header();
        lastSequence = Math.max(lastSequence, header.baseSequence());
        lastInstantUs = Math.max(lastInstantUs, header.baseInstantUs());
        boolean clean = segment.scan((type, number, offset) -> take(segment, type, number, offset));
        if (!clean) {
            damage.add(
                    "segment "
                            + header.number()
                            + " ends in a torn record at byte "
                            + segment.tail());
        }
    }

    private void take(Segment segment, RecordType type, long number, int offset) {
        try {
            byte[] payload = segment.payload(offset);
            switch (type) {
                case STATE -> state(number, UsageRecord.parseFrom(payload));
                case MARKS -> SettleBatch.parseFrom(payload).getRecordsList().forEach(this::mark);
                case CLOSE ->
                        close(new Place(segment, number, offset), UsageRecord.parseFrom(payload));
                case SETTLED -> settledThrough = Math.max(settledThrough, number);
            }
        } catch (InvalidProtocolBufferException e) {
            damage.add("a " + type + " record does not parse: " + e.getMessage());
        }
    }

    private record Place(Segment segment, long sequence, int offset) {}

    private void state(long admittedAtUs, UsageRecord state) {
        lastInstantUs = Math.max(lastInstantUs, admittedAtUs);
        open.put(state.getRequestId(), state.toBuilder().setAdmittedAtUs(admittedAtUs));
    }

    private void mark(UsageRecord mark) {
        UsageRecord.Builder state = open.get(mark.getRequestId());
        if (state != null) {
            state.mergeFrom(mark);
        }
    }

    private void close(Place place, UsageRecord record) {
        open.remove(record.getRequestId());
        lastSequence = Math.max(lastSequence, place.sequence());
        lastInstantUs = Math.max(lastInstantUs, record.getAdmittedAtUs());
        closed.put(
                place.sequence(),
                new ClosedRequest(
                        place.sequence(),
                        record.getAdmittedAtUs(),
                        place.segment(),
                        place.offset(),
                        Optional.empty()));
    }

    /** Requests that were never closed, as last known, in order of admission. */
    List<UsageRecord.Builder> open() {
        return List.copyOf(open.values());
    }

    /** Closed requests that the ledger has not confirmed, in order of sequence. */
    List<ClosedRequest> unsettled() {
        return List.copyOf(closed.tailMap(settledThrough, false).values());
    }

    /** Highest sequence given out. */
    long lastSequence() {
        return lastSequence;
    }

    /** Every sequence up to this one is confirmed. */
    long settledThrough() {
        return unsettled().isEmpty() ? lastSequence : unsettled().getFirst().sequence() - 1;
    }

    /** Latest instant of admission given out. */
    long lastInstantUs() {
        return lastInstantUs;
    }

    /** What could not be read, for people. */
    List<String> damage() {
        return List.copyOf(damage);
    }
}
