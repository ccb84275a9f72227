// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.List;
import java.util.stream.IntStream;

/** Requests of 100 projects with 300 keys on 16 engines, as gateways settle them. */
final class Load {

    static final int ENGINES = 16;
    static final long START_US = 1_790_000_000_000_000L;

    private static final int PROJECTS = 100;
    private static final int KEYS = 3 * PROJECTS;

    private Load() {}

    /** Batches of the requests from {@code first} on, each {@code everyUs} after the one before. */
    static List<SettleBatch> batches(int first, int records, int batches, long everyUs) {
        return IntStream.range(0, batches)
                .mapToObj(b -> batch(first + b * records, records, everyUs))
                .toList();
    }

    private static SettleBatch batch(int first, int records, long everyUs) {
        List<UsageRecord> list =
                IntStream.range(first, first + records)
                        .mapToObj(n -> record(n, START_US + n * everyUs))
                        .toList();
        return Records.batch(list).setBatch(first).build();
    }

    /** The {@code n}-th request. */
    static UsageRecord record(int n, long startUs) {
        UsageRecord.Builder record = Records.record(n, startUs);
        record.setPrincipal(BillingWorld.tenant("project-" + n % PROJECTS, "key-" + n % KEYS));
        record.getAttemptsBuilder(0).setNodeId(node(n % ENGINES));
        return record.build();
    }

    static String node(int engine) {
        return "node-" + engine;
    }

    /** Fails when one was not booked: what was refused costs nothing. */
    static void requireBooked(List<SettleAck> acks) {
        for (SettleAck ack : acks) {
            if (!ack.getRetryReason().isEmpty() || ack.getRejectedCount() > 0) {
                throw new IllegalStateException("not booked: " + ack);
            }
        }
    }
}
