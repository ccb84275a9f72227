// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.ledger.v1.SettleBatch;

import java.util.List;
import java.util.Locale;

/**
 * Requests settled per second of PostgreSQL's CPU, whole server, beside the best batch that we can
 * write by hand for the same rows, in turns on two databases of one server.
 */
public final class SettlementBench {

    /** Nothing but settlement: what runs by the clock is measured apart. */
    static final String ALONE =
            """
            billing:
              energy: {interval: 1h}
              chain: {interval: 1h}
              rollup: {interval: 1h}
              leases: {interval: 1h}
              reconciliation: {interval: 1h}
              counters: {interval: 1h, outcome-interval: 1h}
            """;

    private static final long EVERY_US = 200;

    private SettlementBench() {}

    /** Arguments: records per batch, batches per round, rounds; the first round warms up. */
    public static void main(String[] args) {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int batches = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        System.out.println("| round | records | ours, per core-second | by hand | ratio |");
        System.out.println("|---|---|---|---|---|");
        try (BillingWorld ours = BillingWorld.start(ALONE);
                BillingWorld other = BillingWorld.start(ALONE)) {
            PostgresCpu cpu = PostgresCpu.of(ours);
            HandWritten hand = new HandWritten(ours, other);
            for (int round = 0; round <= rounds; round++) {
                List<SettleBatch> sent =
                        Load.batches(1 + round * records * batches, records, batches, EVERY_US);
                double mine = cpu.of(() -> Load.requireBooked(ours.settle(sent)));
                hand.read();
                double theirs = cpu.of(hand::write);
                print(round, records * batches, mine, theirs);
            }
            hand.requireSame();
        }
        System.exit(0);
    }

    private static void print(int round, int records, double mine, double theirs) {
        String name = round == 0 ? "warm-up" : Integer.toString(round);
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,.0f | %,.0f | %.2f |%n",
                name,
                records,
                records / mine,
                records / theirs,
                theirs / mine);
    }
}
