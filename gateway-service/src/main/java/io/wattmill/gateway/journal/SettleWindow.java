// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.List;

/**
 * The oldest closed requests that the ledger has not confirmed, with what the ledger wants to know
 * of the rest.
 *
 * @param records in order of sequence; may be empty
 * @param lastSequence sequence of the last of them; meaningless when there is none
 * @param watermarkUs every request admitted before this instant is settled or among {@code records}
 * @param settledThrough every sequence up to this one is confirmed
 * @param closedThrough highest sequence given out
 */
public record SettleWindow(
        List<UsageRecord> records,
        long lastSequence,
        long watermarkUs,
        long settledThrough,
        long closedThrough) {

    public SettleWindow {
        records = List.copyOf(records);
    }
}
