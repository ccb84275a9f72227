// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.idle;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Median;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.policy.LeastTtft;
import io.wattmill.router.prediction.RequestShape;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What a decision costs, on this thread's own clock: other builds on the machine do not count. */
class PlaceSpeedTest {
    private static final int ENGINES = 4;
    private static final int WARM = 30_000;
    private static final int MEASURED = 4_000;
    private static final int ROUNDS = 5;
    private static final long SEED = 7;

    /** Room for a slow or busy machine; the house's bound is 10 µs on one that is neither. */
    private static final long BOUND_NANOS = 60_000;

    @Test
    void placesPromptsOfThirtyBlocksInMicroseconds() {
        long nanos = perPlace(30);
        System.out.printf(
                "place: %d engines, 30 prefix blocks: %.1f us of CPU each (%d after %d); seed %d%n",
                ENGINES, nanos / 1e3, ROUNDS * MEASURED, WARM, SEED);
        assertTrue(nanos < BOUND_NANOS, nanos + " ns");
    }

    private static long perPlace(int blocks) {
        DispatchRules rules = new DispatchRules(16, 1_000, Long.MAX_VALUE, 1_000, SEED);
        Dispatcher router =
                new Dispatcher(new Fleet(Samples.rules()), new LeastTtft(20_000), rules);
        for (int i = 1; i <= ENGINES; i++) {
            router.fleet().join(node("n" + i), at(0));
            router.report("n" + i, idle("n" + i), at(0));
        }
        Random random = new Random(SEED);
        PlacementRequest[] requests = new PlacementRequest[1_000];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = request("r" + i, random, blocks);
        }
        run(router, requests, WARM);
        return Median.of(ROUNDS, () -> perPlace(router, requests));
    }

    private static long perPlace(Dispatcher router, PlacementRequest[] requests) {
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        run(router, requests, MEASURED);
        return (threads.getCurrentThreadCpuTime() - before) / MEASURED;
    }

    private static void run(Dispatcher router, PlacementRequest[] requests, int times) {
        for (int i = 0; i < times; i++) {
            PlacementRequest request = requests[i % requests.length];
            router.place(request, at(0));
            router.observe(request.attempt(), new Observed.Aborted(), 0, at(0));
        }
    }

    /** One of 100 conversations, cut at a random length. */
    private static PlacementRequest request(String id, Random random, int blocks) {
        long[] hashes = new long[blocks];
        long conversation = random.nextInt(100);
        int own = random.nextInt(blocks);
        for (int i = 0; i < blocks; i++) {
            hashes[i] = (i < own ? conversation : random.nextLong()) * 0x9E3779B97F4A7C15L + i;
        }
        return new PlacementRequest(
                new Attempt(id, 1),
                Samples.MODEL,
                "",
                new RequestShape(blocks * 256, 0, 100),
                100,
                Set.of(),
                Map.of(),
                PrefixBlocks.of(hashes));
    }
}
