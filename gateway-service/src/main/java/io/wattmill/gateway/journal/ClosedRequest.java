// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.Optional;

/**
 * A closed request that the ledger has not confirmed, by reference.
 *
 * @param sequence its place in the journal's order
 * @param admittedAtUs instant of its admission
 * @param segment where its record lies
 * @param offset where in the segment
 * @param kept the same record, without its sequence, while it is in memory anyway
 */
record ClosedRequest(
        long sequence, long admittedAtUs, Segment segment, int offset, Optional<UsageRecord> kept) {

    /** The record with its sequence; from the file when it is not in memory. */
    UsageRecord record() {
        return kept.isPresent()
                ? kept.get().toBuilder().setJournalSequence(sequence).build()
                : StoredRecord.parse(segment.payload(offset), sequence);
    }

    boolean isDurable() {
        return segment.isDurable(offset);
    }
}
