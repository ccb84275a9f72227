// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import com.google.protobuf.InvalidProtocolBufferException;

import io.wattmill.contract.ledger.v1.UsageRecord;

/**
 * A closed request as it lies in the journal: the record without its sequence, which is in the
 * frame.
 */
final class StoredRecord {

    private StoredRecord() {}

    static UsageRecord parse(byte[] payload, long sequence) {
        try {
            return UsageRecord.parseFrom(payload).toBuilder().setJournalSequence(sequence).build();
        } catch (InvalidProtocolBufferException e) {
            throw new JournalException("a journal record with a good checksum does not parse", e);
        }
    }
}
