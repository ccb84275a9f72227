// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Seeded storms of joins, silences, lies, failures, drains, floods and time jumps. {@code
 * -Dwattmill.seed=N} runs one seed again.
 */
class FaultSimulationTest {
    private static final int SEEDS = 1_500;
    private static final int STEPS = 400;

    @Test
    void keepsItsPromisesInEveryStorm() {
        Long only = Long.getLong("wattmill.seed");
        Map<String, Integer> seen = new HashMap<>();
        for (long seed = only == null ? 0 : only;
                seed < (only == null ? SEEDS : only + 1);
                seed++) {
            try {
                weather(seed).seen().forEach((what, n) -> seen.merge(what, n, Integer::sum));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("again with -Dwattmill.seed=" + seed, e);
            }
        }
        assertTrue(only != null || isStormy(seen), "too calm to say anything: " + seen);
    }

    private static Storm weather(long seed) {
        Storm storm = new Storm(seed);
        for (int step = 0; step < STEPS; step++) {
            storm.step();
        }
        storm.calm();
        return storm;
    }

    private static boolean isStormy(Map<String, Integer> seen) {
        return Arrays.stream(PlacementMode.values())
                        .map(PlacementMode::label)
                        .allMatch(seen::containsKey)
                && seen.keySet()
                        .containsAll(
                                Set.of(
                                        "placed",
                                        "pair",
                                        "refused",
                                        "silent",
                                        "lie",
                                        "ejected",
                                        "drained",
                                        "expired",
                                        "stray",
                                        "duplicate"));
    }

    @Test
    void isTheSameStormFromTheSameSeed() {
        assertEquals(weather(42).seen(), weather(42).seen());
        assertNotEquals(weather(42).seen(), weather(43).seen());
    }
}
