// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.journal.Journal.Mark;
import io.wattmill.gateway.journal.SegmentQueue.Place;

import java.util.List;

/**
 * What is noted of open requests while they run, as far as there is room that is not held back for
 * closing them. Not for several threads at once.
 */
final class Progress {

    private static final int MARKS_BYTES = 64 * 1024;

    private final SegmentQueue segments;
    private final OpenRequests open;
    private final Reserve reserve;
    private final RecordLog log;

    Progress(SegmentQueue segments, OpenRequests open, Reserve reserve, RecordLog log) {
        this.segments = segments;
        this.open = open;
        this.reserve = reserve;
        this.log = log;
    }

    /** Writes all that is known of a request; {@code state} are the bytes of that. */
    void rewrite(OpenRequest request, byte[] state) {
        if (reserve.isSpare(state)) {
            Place place = log.append(RecordType.STATE, request.admittedAtUs(), state);
            request.moveTo(place.segment());
        }
    }

    /** Writes what has changed of these. */
    void mark(List<Mark> marks) {
        SettleBatch.Builder batch = SettleBatch.newBuilder();
        int bytes = 0;
        for (Mark mark : marks) {
            UsageRecord changes = mark.changes();
            mark.request().merge(changes);
            batch.addRecords(changes);
            bytes += changes.getSerializedSize();
            if (bytes > MARKS_BYTES) {
                write(batch);
                bytes = 0;
            }
        }
        write(batch);
        carry();
    }

    private void write(SettleBatch.Builder batch) {
        byte[] payload = batch.build().toByteArray();
        batch.clear();
        if (payload.length > 0 && reserve.isSpare(payload)) {
            log.append(RecordType.MARKS, 0, payload);
        }
    }

    /** Moves long requests on from an old segment, so that it can be deleted. */
    private void carry() {
        segments.heldByOpenOnly().stream()
                .flatMap(old -> open.in(old).stream())
                .forEach(request -> rewrite(request, request.state().toByteArray()));
    }
}
