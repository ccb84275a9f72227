// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Finds the capacity: doubles and halves the speed, then halves the interval on a scale of factors
 * until its ends are within 2 %. At each speed the baselines are asked in turn, the last one that
 * did first; the first that reaches the goodput decides. The same requests at every speed.
 */
final class CapacitySearch {
    private static final double WITHIN = 1.02;
    private static final double SLOWEST = 1.0 / (1 << 12);
    private static final double FASTEST = 1 << 20;

    private final BiFunction<PlacementMode, Double, Double> goodput;
    private final List<PlacementMode> baselines;
    private final Map<PlacementMode, Double> tooFast = new EnumMap<>(PlacementMode.class);
    private double reached;

    /**
     * @param goodput of a baseline at a speed
     * @param baselines the likeliest first
     */
    CapacitySearch(
            List<PlacementMode> baselines, BiFunction<PlacementMode, Double, Double> goodput) {
        this.baselines = new ArrayList<>(baselines);
        this.goodput = goodput;
    }

    /**
     * @param rateAtOnce requests per second of the trace as recorded
     * @throws IllegalArgumentException when no rate is too high or none low enough
     */
    Capacity find(double rateAtOnce) {
        double low = 1;
        while (!holds(low)) {
            low = bounded(low / 2);
        }
        double high = low * 2;
        while (holds(high)) {
            low = high;
            high = bounded(high * 2);
        }
        while (high / low > WITHIN) {
            double middle = Math.sqrt(low * high);
            if (holds(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Capacity(low, low * rateAtOnce, List.of(baselines.getFirst()), reached);
    }

    private boolean holds(double speed) {
        for (int i = 0; i < baselines.size(); i++) {
            PlacementMode asked = baselines.get(i);
            if (speed < tooFast.getOrDefault(asked, Double.MAX_VALUE) && holds(asked, speed)) {
                baselines.addFirst(baselines.remove(i));
                return true;
            }
        }
        return false;
    }

    /** One that did not at a lower speed is not asked again. */
    private boolean holds(PlacementMode asked, double speed) {
        double share = goodput.apply(asked, speed);
        if (share < Capacity.GOOD) {
            tooFast.merge(asked, speed, Math::min);
            return false;
        }
        reached = share;
        return true;
    }

    private static double bounded(double speed) {
        if (speed < SLOWEST || speed > FASTEST) {
            throw new IllegalArgumentException(
                    "no load of this trace fills this fleet to "
                            + Math.round(100 * Capacity.GOOD)
                            + " % good answers; take other nodes, a looser SLO or more requests");
        }
        return speed;
    }
}
