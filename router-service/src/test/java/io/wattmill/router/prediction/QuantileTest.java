// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

/** That 9 of 10 stay below what is called p90. */
class QuantileTest {
    private static final long MODEL = 100_000_000;

    private static long actual(SplittableRandom random, double sigma) {
        return Math.round(MODEL * Math.exp(sigma * random.nextGaussian()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.1, 0.3, 0.6})
    void isCalibratedWhateverTheSpread(double sigma) {
        SplittableRandom random = new SplittableRandom(11);
        LearnedSpeed speed = new LearnedSpeed();
        int ttft = 0;
        int tpot = 0;
        int all = 5_000;
        for (int i = 0; i < all; i++) {
            long came = actual(random, sigma);
            ttft += came <= speed.ttftP90Nanos(MODEL) ? 1 : 0;
            tpot += came <= speed.tpotP90Nanos(MODEL) ? 1 : 0;
            speed.ttftObserved(MODEL, came);
            speed.tpotObserved(MODEL, came);
        }
        assertEquals(0.9, (double) ttft / all, 0.02, "seed 11");
        assertEquals(0.9, (double) tpot / all, 0.02, "seed 11");
    }

    @Test
    void aColdEngineBorrowsFromItsPeers() {
        PeerSpeed peers = new PeerSpeed();
        LearnedSpeed warm = new LearnedSpeed(peers);
        LearnedSpeed cold = new LearnedSpeed(peers);
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < 2_000; i++) {
            warm.tpotObserved(MODEL, actual(random, 0.02));
        }
        double narrow = (double) cold.tpotP90Nanos(MODEL) / cold.tpotNanos(MODEL);
        assertTrue(narrow < 1.1, "seed 12: " + narrow);
    }

    @Test
    void oneLieMovesItByOneStep() {
        LearnedSpeed speed = new LearnedSpeed();
        for (int i = 0; i < 1_000; i++) {
            speed.tpotObserved(MODEL, MODEL);
        }
        double before = (double) speed.tpotP90Nanos(MODEL) / speed.tpotNanos(MODEL);
        speed.tpotObserved(MODEL, Long.MAX_VALUE / 8);
        double after = (double) speed.tpotP90Nanos(MODEL) / speed.tpotNanos(MODEL);
        assertTrue(after < before * 1.05, before + " to " + after);
    }
}
