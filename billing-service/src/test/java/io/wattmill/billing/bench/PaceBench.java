// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.bench;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Records;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How long a request waits for its settlement at a steady rate, from the moment at which it ended
 * by plan: four gateways, each with one batch under way, as they settle; sealing and counters run
 * as they do by default.
 */
public final class PaceBench {

    private static final int GATEWAYS = 4;
    private static final int MOST_OF_A_BATCH = 500;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final double NS_PER_MS = 1e6;

    private final BillingWorld world;
    private final int perGateway;
    private final long everyNs;

    private PaceBench(BillingWorld world, int rate, int seconds) {
        this.world = world;
        this.perGateway = rate * seconds / GATEWAYS;
        this.everyNs = NS_PER_S * GATEWAYS / rate;
    }

    /** Arguments: requests per second, seconds; 5,000 for 30 s when there are none. */
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        try (BillingWorld world =
                BillingWorld.start(
                        "billing: {chain: {signing-key: \"" + "07".repeat(32) + "\"}}")) {
            new PaceBench(world, rate, 5).run();
            print(rate, seconds, new PaceBench(world, rate, seconds).run());
        }
        System.exit(0);
    }

    private long[] run() throws InterruptedException, ExecutionException {
        long startNs = System.nanoTime() + NS_PER_S;
        int first = (int) world.number("SELECT count(*) FROM usage_event");
        try (var threads = Executors.newFixedThreadPool(GATEWAYS)) {
            List<Future<long[]>> waits = new ArrayList<>();
            for (int g = 0; g < GATEWAYS; g++) {
                int gateway = g;
                waits.add(threads.submit(() -> gateway(gateway, first, startNs)));
            }
            long[] all = new long[0];
            for (Future<long[]> wait : waits) {
                all = concat(all, wait.get());
            }
            return all;
        }
    }

    private static long[] concat(long[] a, long[] b) {
        return LongStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private long[] gateway(int gateway, int first, long startNs) {
        long[] waits = new long[perGateway];
        int sent = 0;
        while (sent < perGateway) {
            int from = sent;
            LockSupport.parkNanos(startNs + from * everyNs - System.nanoTime());
            int until = Math.min(due(startNs), from + MOST_OF_A_BATCH);
            Load.requireBooked(List.of(world.settle(batch(gateway, first, from, until))));
            long ackedNs = System.nanoTime();
            IntStream.range(from, until).forEach(i -> waits[i] = ackedNs - (startNs + i * everyNs));
            sent = until;
        }
        return waits;
    }

    private int due(long startNs) {
        long due = (System.nanoTime() - startNs) / everyNs + 1;
        return (int) Math.min(Math.max(due, 0), perGateway);
    }

    private SettleBatch batch(int gateway, int first, int from, int until) {
        List<UsageRecord> records =
                IntStream.range(from, until)
                        .map(i -> first + 1 + i * GATEWAYS + gateway)
                        .mapToObj(n -> Load.record(n, Load.START_US + n * 200L))
                        .toList();
        return Records.batch(records)
                .setGatewayId("gw-" + gateway)
                .setJournalId("journal-" + gateway)
                .setBatch(from + 1)
                .build();
    }

    private static void print(int rate, int seconds, long[] waits) {
        long[] sorted = Arrays.stream(waits).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "pace: %,d/s for %d s, %,d settled; p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                rate,
                seconds,
                sorted.length,
                sorted[sorted.length / 2] / NS_PER_MS,
                sorted[(int) (sorted.length * 0.99)] / NS_PER_MS,
                sorted[sorted.length - 1] / NS_PER_MS);
    }
}
