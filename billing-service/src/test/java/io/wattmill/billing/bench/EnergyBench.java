// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.testing.Await;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Requests per second of PostgreSQL's CPU when each is settled, its joules, cost and carbon are
 * attributed to it, and all of it is sealed: 5,000 requests a second of two seconds each on 16
 * engines of three GPUs, windows of ten seconds, meters read each second.
 */
public final class EnergyBench {

    private static final String YAML =
            """
            billing:
              energy: {interval: 50ms}
              chain: {interval: %s, signing-key: "%s"}
              leases: {interval: 1h}
              counters: {interval: 1h, outcome-interval: 1h}
            """;

    private static final int RECORDS = 1_000;
    private static final int BATCHES = 50;
    private static final long EVERY_US = 200;
    private static final long WINDOW_S = 10;
    private static final long S = 1_000_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    private EnergyBench() {}

    /** Argument: windows of ten seconds, 3 when there is none. */
    public static void main(String[] args) {
        int windows = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        run("energy, cost, carbon", "1h", windows);
        run("and the chain", "50ms", windows);
        System.exit(0);
    }

    private static void run(String name, String seal, int windows) {
        try (BillingWorld world = BillingWorld.start(YAML.formatted(seal, "07".repeat(32)))) {
            PostgresCpu cpu = PostgresCpu.of(world);
            double money = 0;
            double energy = 0;
            for (int w = 0; w < windows; w++) {
                int first = 1 + w * RECORDS * BATCHES;
                var sent = Load.batches(first, RECORDS, BATCHES, EVERY_US);
                money += cpu.of(() -> Load.requireBooked(world.settle(sent)));
                int window = w;
                energy += cpu.of(() -> meter(world, window));
            }
            energy += cpu.of(() -> finish(world, windows, seal));
            print(name, windows * RECORDS * BATCHES, money, energy);
        }
    }

    private static void meter(BillingWorld world, int window) {
        to(world, Load.START_US + (window + 1) * WINDOW_S * S);
        for (int engine = 0; engine < Load.ENGINES; engine++) {
            String node = Load.node(engine);
            List<MeterReport> reports =
                    LongStream.rangeClosed(window * WINDOW_S + 1, (window + 1) * WINDOW_S)
                            .mapToObj(second -> report(node, second))
                            .toList();
            world.report(reports)
                    .forEach(
                            ack -> {
                                if (!ack.getRefusedReason().isEmpty()) {
                                    throw new IllegalStateException(ack.getRefusedReason());
                                }
                            });
        }
    }

    private static void to(BillingWorld world, long atUs) {
        world.clock.advance(Duration.of(atUs - world.clock.nowUs(), ChronoUnit.MICROS));
    }

    private static MeterReport report(String node, long second) {
        long counterUj = second * 600 * S;
        return Meters.report(second, Load.START_US + second * S, counterUj, counterUj, counterUj)
                .setNodeId(node)
                .build();
    }

    /** The last window waits for requests that do not come: time passes. */
    private static void finish(BillingWorld world, int windows, String seal) {
        to(world, Load.START_US + (windows * WINDOW_S + 3_600) * S);
        Await.until(
                () -> world.number("SELECT count(*) FROM energy_pending") == 0, "windows", LONG);
        Await.until(() -> world.number("SELECT count(*) FROM cost_due") == 0, "costs", LONG);
        if (!seal.equals("1h")) {
            Await.until(() -> unsealed(world) == 0, "blocks", LONG);
        }
    }

    private static long unsealed(BillingWorld world) {
        return world.number(
                "SELECT count(*) - coalesce((SELECT sum(bookings) FROM ledger_block), 0) FROM"
                        + " booking");
    }

    private static void print(String name, int requests, double money, double energy) {
        System.out.printf(
                Locale.ROOT,
                "money alone %,.0f per core-second; with %s %,.0f (%,d requests)%n",
                requests / money,
                name,
                requests / (money + energy),
                requests);
    }
}
