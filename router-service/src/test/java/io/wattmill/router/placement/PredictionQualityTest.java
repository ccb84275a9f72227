// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.placement.policy.LeastTtft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Predictions against simulated engines that do what the engine model says, or do not. */
class PredictionQualityTest {
    private static final long SEED = 20_261_121;
    private static final int REQUESTS = 3_000;
    private static final LeastTtft LEAST = new LeastTtft(20_000);

    /** What a router without a model does. */
    private record Random() implements PlacementPolicy {
        @Override
        public String mode() {
            return "random";
        }

        @Override
        public int choose(PlacementRequest request, Candidates among, long dice) {
            return (int) Long.remainderUnsigned(dice, among.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0.10, 1.6", "60, 0.15, 2.0", "100, 0.25, 3.0"})
    void tellsTheTimeToFirstTokenOfASharedEngine(double rate, double median, double p90) {
        SimulatedFleet fleet = new SimulatedFleet(LEAST, SEED, 1, 1, 1, 1);
        fleet.run(REQUESTS, rate);
        List<Double> off = fleet.ratios.stream().map(r -> Math.max(r, 1 / r)).toList();
        double typical = SimulatedFleet.quantile(off, 0.5) - 1;
        double bad = SimulatedFleet.quantile(off, 0.9);
        System.out.printf(
                "prediction: %.0f requests/s on 4 nodes: off by %.0f %% (median), %.2fx (p90);"
                        + " TTFT p50 %.0f ms, p99 %.0f ms; seed %d%n",
                rate,
                typical * 100,
                bad,
                SimulatedFleet.quantile(fleet.ttfts, 0.5) / 1e6,
                SimulatedFleet.quantile(fleet.ttfts, 0.99) / 1e6,
                SEED);
        assertTrue(typical < median && bad < p90);
        assertEquals(0, fleet.router.inFlight());
    }

    @Test
    void beatsChanceUnderLoad() {
        SimulatedFleet ours = new SimulatedFleet(LEAST, SEED, 1, 1, 1, 1);
        SimulatedFleet chance = new SimulatedFleet(new Random(), SEED, 1, 1, 1, 1);
        ours.run(REQUESTS, 80);
        chance.run(REQUESTS, 80);
        long p99 = SimulatedFleet.quantile(ours.ttfts, 0.99);
        long p99ByChance = SimulatedFleet.quantile(chance.ttfts, 0.99);
        System.out.printf(
                "placement: TTFT p99 %.0f ms, by chance %.0f ms; seed %d%n",
                p99 / 1e6, p99ByChance / 1e6, SEED);
        assertTrue(p99 * 1.2 < p99ByChance);
    }

    @Test
    void learnsThatANodeIsSlowAndSendsItLess() {
        SimulatedFleet fleet = new SimulatedFleet(LEAST, SEED, 1, 1, 1, 2.5);
        fleet.run(REQUESTS, 40);
        int slow = fleet.placed.getOrDefault("n4", 0);
        System.out.printf(
                "placement: shares %s with n4 2.5x slower; seed %d%n", fleet.placed, SEED);
        assertTrue(slow < REQUESTS / 4 * 0.6, "n4 got " + slow);
    }
}
