// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.placement.MeteredWork.Comparison;
import io.wattmill.router.prediction.LearnedJoules;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** What requests were to take is held against what the meters counted. */
class MeteredWorkTest {
    private static final long SECOND = 1_000_000_000;
    private static final long BASE_MILLIWATTS = 100_000;
    private static final long KILOJOULE = 1_000_000_000;

    private final MeteredWork work = new MeteredWork();

    private Optional<Comparison> meter(long microjoules, boolean alone, long second) {
        return work.metered(OptionalLong.of(microjoules), BASE_MILLIWATTS, alone, second * SECOND);
    }

    @Test
    void comparesWhatIsAboveBase() {
        meter(KILOJOULE, true, 0);
        work.served(2 * KILOJOULE);
        assertEquals(Optional.empty(), meter(2 * KILOJOULE, true, 5), "too soon");
        // 20 s at 100 W are base.
        assertEquals(
                Optional.of(new Comparison(2 * KILOJOULE, 3 * KILOJOULE)),
                meter(6 * KILOJOULE, true, 20));
        assertEquals(Optional.empty(), meter(8 * KILOJOULE, true, 40), "a new window, no work");
    }

    @Test
    void saysNothingOfAWindowThatOthersWorkedIn() {
        meter(1, true, 0);
        work.served(2 * KILOJOULE);
        meter(2, false, 5);
        assertEquals(Optional.empty(), meter(6 * KILOJOULE, true, 20));
    }

    @Test
    void beginsAnewWhereACounterFellOrWasSilent() {
        meter(9 * KILOJOULE, true, 0);
        work.served(2 * KILOJOULE);
        assertEquals(Optional.empty(), meter(1, true, 20));
        work.served(2 * KILOJOULE);
        work.metered(OptionalLong.empty(), BASE_MILLIWATTS, true, 30 * SECOND);
        assertEquals(Optional.empty(), meter(9 * KILOJOULE, true, 50));
    }

    @Test
    void boundsHoldEightWindowsOfTen() {
        long seed = 20261123;
        Random random = new Random(seed);
        LearnedJoules learned = new LearnedJoules();
        int below = 0;
        int above = 0;
        for (int i = 0; i < 6_000; i++) {
            long came = Math.round(KILOJOULE * Math.exp(0.2 + 0.15 * random.nextGaussian()));
            LearnedJoules.Bounds bounds = learned.of(KILOJOULE);
            if (i >= 1_000) {
                below += came < bounds.low() ? 1 : 0;
                above += came > bounds.high() ? 1 : 0;
            }
            learned.observed(KILOJOULE, came);
        }
        assertTrue(below > 400 && below < 600, "seed " + seed + ": " + below + " of 5000 below");
        assertTrue(above > 400 && above < 600, "seed " + seed + ": " + above + " of 5000 above");
        assertTrue(learned.of(KILOJOULE).low() > 0.9 * KILOJOULE, "a bias moves both bounds");
    }
}
