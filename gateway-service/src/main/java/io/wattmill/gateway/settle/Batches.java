// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.SettleWindow;
import io.wattmill.kit.time.Ticker;

import java.time.Duration;

/** What the ledger is sent: records, how far the journal has come, and now and then its counts. */
final class Batches {

    private final Journal journal;
    private final Ticker ticker;
    private final long periodNanos;
    private long countedNanos;
    private boolean hasCounted;

    /** Of {@code journal}, with its counts once a {@code period}. */
    Batches(Journal journal, Ticker ticker, Duration period) {
        this.journal = journal;
        this.ticker = ticker;
        this.periodNanos = period.toNanos();
    }

    /** The batch of a window. */
    SettleBatch.Builder of(SettleWindow window) {
        return counted(
                SettleBatch.newBuilder()
                        .setGatewayId(journal.gatewayId())
                        .setJournalId(journal.journalId())
                        .setWatermarkUs(window.watermarkUs())
                        .setSettledThrough(window.settledThrough())
                        .setClosedThrough(window.closedThrough())
                        .addAllRecords(window.records()));
    }

    /** Counts are cumulative: it does no harm when a batch is lost with them. */
    private SettleBatch.Builder counted(SettleBatch.Builder batch) {
        long now = ticker.nanos();
        if (!hasCounted || now - countedNanos >= periodNanos) {
            hasCounted = true;
            countedNanos = now;
            batch.setCounts(journal.counts());
        }
        return batch;
    }
}
