// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.placement.policy.ModePolicies;
import io.wattmill.router.placement.policy.PolicySettings;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What gathering work saves on simulated engines, and what it costs in latency. */
class PackingTest {
    private static final long SEED = 20_261_122;
    private static final int REQUESTS = 10_000;
    private static final long TTFT_NANOS = 2_000_000_000;
    private static final long TPOT_NANOS = 50_000_000;

    private static SimulatedFleet run(PlacementMode mode, double perSecond) {
        SimulatedFleet fleet =
                new SimulatedFleet(
                        ModePolicies.policy(mode, PolicySettings.DEFAULTS),
                        SEED,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1);
        fleet.run(REQUESTS, perSecond);
        System.out.printf(
                "packing: %s at %.0f/s: %.4f J per token above idle, %.4f in all; within the SLO"
                        + " %.4f; TTFT p50 %.0f p99 %.0f ms, TPOT p50 %.1f p99 %.1f ms; shares %s;"
                        + " seed %d%n",
                mode.label(),
                perSecond,
                fleet.joulesAboveIdle / fleet.tokens,
                (fleet.joulesAboveIdle + 8 * 115 * fleet.seconds) / fleet.tokens,
                within(fleet),
                SimulatedFleet.quantile(fleet.ttfts, 0.5) / 1e6,
                SimulatedFleet.quantile(fleet.ttfts, 0.99) / 1e6,
                SimulatedFleet.quantile(fleet.tpots, 0.5) / 1e6,
                SimulatedFleet.quantile(fleet.tpots, 0.99) / 1e6,
                fleet.placed,
                SEED);
        return fleet;
    }

    /** The smaller of the two shares within the SLO. */
    private static double within(SimulatedFleet fleet) {
        long soon = fleet.ttfts.stream().filter(nanos -> nanos <= TTFT_NANOS).count();
        long swift = fleet.tpots.stream().filter(nanos -> nanos <= TPOT_NANOS).count();
        return (double) Math.min(soon, swift) / REQUESTS;
    }

    @ParameterizedTest
    @CsvSource({"42, 0.6", "84, 0.9"})
    void balancedNeedsFewerJoulesWithinTheSlo(double perSecond, double share) {
        SimulatedFleet even = run(PlacementMode.LEAST_REQUEST, perSecond);
        SimulatedFleet gathered = run(PlacementMode.BALANCED, perSecond);
        assertTrue(gathered.joulesAboveIdle < share * even.joulesAboveIdle);
        assertTrue(within(gathered) >= within(even) - 0.005);
        assertEquals(0, gathered.router.inFlight());
    }
}
