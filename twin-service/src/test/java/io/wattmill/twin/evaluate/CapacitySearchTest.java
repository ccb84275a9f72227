// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.placement.PlacementMode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.util.List;

class CapacitySearchTest {
    private static final List<PlacementMode> TWO =
            List.of(PlacementMode.RANDOM, PlacementMode.KV_COST);

    /** Each holds to a speed of its own. */
    private static Capacity found(double random, double kvCost) {
        return new CapacitySearch(
                        TWO,
                        (policy, speed) ->
                                speed <= (policy == PlacementMode.RANDOM ? random : kvCost)
                                        ? 0.97
                                        : 0.5)
                .find(10);
    }

    @Property
    void findsTheSpeedOfTheBestBaseline(
            @ForAll @DoubleRange(min = 0.01, max = 5_000) double random,
            @ForAll @DoubleRange(min = 0.01, max = 5_000) double kvCost) {
        double best = Math.max(random, kvCost);
        Capacity found = found(random, kvCost);
        assertTrue(found.speed() <= best && found.speed() * 1.021 >= best, found::toString);
        assertEquals(10 * found.speed(), found.requestsPerSecond(), 1e-9 * best);
        assertEquals(0.97, found.goodput());
        if (best > 1.03 * Math.min(random, kvCost)) {
            assertEquals(TWO.get(random > kvCost ? 0 : 1), found.reference().getFirst());
        }
    }

    @Test
    void refusesWhatNeverHoldsAndWhatAlwaysDoes() {
        for (double share : new double[] {0, 1}) {
            var search = new CapacitySearch(TWO, (_, _) -> share);
            var refused = assertThrows(IllegalArgumentException.class, () -> search.find(1));
            assertTrue(String.valueOf(refused.getMessage()).contains("looser SLO"));
        }
    }
}
