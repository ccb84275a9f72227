// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.SettleWindow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps records that the ledger refused for good, before the journal lets go of them. */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    private final Vertx vertx;
    private final Journal journal;
    private final MeterRegistry metrics;

    Rejections(Vertx vertx, Journal journal, MeterRegistry metrics) {
        this.vertx = vertx;
        this.journal = journal;
        this.metrics = metrics;
    }

    /** Completes when every record of {@code window} that {@code ack} refuses is kept. */
    Future<Void> keep(SettleWindow window, SettleAck ack) {
        if (ack.getRejectedCount() == 0) {
            return Future.succeededFuture();
        }
        Map<String, UsageRecord> records =
                window.records().stream()
                        .collect(
                                Collectors.toMap(
                                        UsageRecord::getRequestId,
                                        Function.identity(),
                                        (a, _) -> a));
        return vertx.executeBlocking(() -> keepAll(records, ack)).mapEmpty();
    }

    private int keepAll(Map<String, UsageRecord> records, SettleAck ack) {
        for (SettleAck.Rejected rejected : ack.getRejectedList()) {
            Optional.ofNullable(records.get(rejected.getRequestId()))
                    .ifPresent(record -> keep(record, rejected));
        }
        return ack.getRejectedCount();
    }

    private void keep(UsageRecord record, SettleAck.Rejected rejected) {
        journal.reject(record, rejected.getCode(), rejected.getMessage());
        metrics.counter("wattmill_settle_rejected").increment();
        LOG.atError()
                .addKeyValue("request_id", rejected.getRequestId())
                .addKeyValue("code", rejected.getCode())
                .log("the ledger refused a record; it is in the journal's rejected file");
    }
}
