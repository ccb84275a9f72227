// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;

class LearnedSpeedTest {
    private static final long LONG_MODEL = 100_000_000;
    private static final long SHORT_MODEL = 8_000_000;

    @Test
    void believesTheModelBeforeItHasSeenAnything() {
        LearnedSpeed speed = new LearnedSpeed();
        assertEquals(LONG_MODEL, speed.ttftNanos(LONG_MODEL));
        assertEquals(SHORT_MODEL, speed.tpotNanos(SHORT_MODEL));
        assertTrue(speed.ttftP90Nanos(LONG_MODEL) > LONG_MODEL);
    }

    @Test
    void learnsThatANodeIsSlow() {
        LearnedSpeed speed = new LearnedSpeed();
        for (int i = 0; i < 100; i++) {
            speed.ttftObserved(LONG_MODEL, 2 * LONG_MODEL);
            speed.tpotObserved(SHORT_MODEL, 3 * SHORT_MODEL);
        }
        assertEquals(2.0, speed.ttftFactor(), 0.01);
        assertEquals(3.0, speed.tpotFactor(), 0.01);
        assertEquals(2.0, speed.ttftNanos(LONG_MODEL) / (double) LONG_MODEL, 0.02);
    }

    @Test
    void learnsAConstantFromShortRequestsAndDoesNotScaleItUp() {
        LearnedSpeed speed = new LearnedSpeed();
        for (int i = 0; i < 100; i++) {
            speed.ttftObserved(SHORT_MODEL, SHORT_MODEL + 6_000_000);
        }
        assertEquals(1.0, speed.ttftFactor());
        assertEquals(106.0, speed.ttftNanos(LONG_MODEL) / 1e6, 0.1);
    }

    @Test
    void isNotThrownByOneOutlier() {
        LearnedSpeed speed = new LearnedSpeed();
        speed.ttftObserved(LONG_MODEL, 1_000 * LONG_MODEL);
        speed.tpotObserved(SHORT_MODEL, 1_000 * SHORT_MODEL);
        assertTrue(speed.ttftFactor() < 1.08 && speed.tpotFactor() < 1.08);
    }

    @Property
    void staysWithinItsBounds(
            @ForAll @Size(max = 200)
                    List<@LongRange(min = -1, max = Long.MAX_VALUE / 4) Long> actuals,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long model) {
        LearnedSpeed speed = new LearnedSpeed();
        for (long actual : actuals) {
            speed.ttftObserved(model, actual);
            speed.tpotObserved(model, actual);
            assertTrue(speed.ttftFactor() >= 0.249 && speed.ttftFactor() <= 4.001);
            assertTrue(speed.tpotFactor() >= 0.249 && speed.tpotFactor() <= 4.001);
            assertTrue(speed.ttftP90Nanos(LONG_MODEL) >= speed.ttftNanos(LONG_MODEL));
            assertTrue(speed.ttftP90Nanos(LONG_MODEL) <= 4 * 4 * LONG_MODEL + 400_000_000);
        }
    }
}
