// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests settled per second of PostgreSQL's CPU. */
public final class SettlementBench {

    private static final int PROJECTS = 100;
    private static final int ENGINES = 16;
    private static final long START_US = 1_790_000_000_000_000L;

    private SettlementBench() {}

    /** Arguments: records per batch, batches per round, rounds. */
    public static void main(String[] args) {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int batches = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        try (BillingWorld world = BillingWorld.start("billing: {}")) {
            PostgresCpu cpu = PostgresCpu.of(world);
            int next = 1;
            for (int round = 0; round < rounds; round++) {
                List<SettleBatch> sent = batches(next, records, batches);
                next += records * batches;
                double before = cpu.seconds();
                long start = System.nanoTime();
                List<SettleAck> acks = world.settle(sent);
                double seconds = (System.nanoTime() - start) / 1e9;
                double used = cpu.seconds() - before;
                long bad =
                        acks.stream()
                                .filter(
                                        a ->
                                                !a.getRetryReason().isEmpty()
                                                        || a.getRejectedCount() > 0)
                                .count();
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %,d records, %.2f s PostgreSQL CPU, %,.0f per core-second, %,.0f"
                                + " per second, %d bad%n",
                        round,
                        records * batches,
                        used,
                        records * batches / used,
                        records * batches / seconds,
                        bad);
            }
            world.verify();
        }
        System.exit(0);
    }

    private static List<SettleBatch> batches(int first, int records, int batches) {
        List<SettleBatch> made = new ArrayList<>();
        for (int b = 0; b < batches; b++) {
            List<UsageRecord> list = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                list.add(record(first + b * records + i));
            }
            made.add(Records.batch(list).setBatch(b + 1).build());
        }
        return made;
    }

    private static UsageRecord record(int n) {
        UsageRecord.Builder record = Records.record(n, START_US + n * 200L);
        record.setPrincipal(
                BillingWorld.tenant("project-" + n % PROJECTS, "key-" + n % (3 * PROJECTS)));
        record.getAttemptsBuilder(0).setNodeId("node-" + n % ENGINES);
        return record.build();
    }
}
