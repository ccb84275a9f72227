// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;

import java.util.List;

/**
 * The highest request rate at which at least 95 % of the requests get good answers under the best
 * of the baselines, before any mode of the router's own is run.
 *
 * @param speed of the trace at that rate, times as recorded
 * @param requestsPerSecond of the first seed's section at that speed
 * @param reference the baseline that held it; empty when the rate was given
 * @param goodput of that one there
 */
public record Capacity(
        double speed, double requestsPerSecond, List<PlacementMode> reference, double goodput) {
    /** Share of good answers that a fleet within its capacity gives. */
    public static final double GOOD = 0.95;

    /** Ways to choose that other routers have, and that know no watts. */
    public static final List<PlacementMode> BASELINES =
            List.of(
                    PlacementMode.KV_COST,
                    PlacementMode.WEIGHTED,
                    PlacementMode.CACHE_AWARE,
                    PlacementMode.LEAST_REQUEST,
                    PlacementMode.POWER_OF_TWO,
                    PlacementMode.ROUND_ROBIN,
                    PlacementMode.STICKY_UNTIL_SATURATED,
                    PlacementMode.RANDOM,
                    PlacementMode.STICKY_HASH);
}
