// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.inference.Histogram.Bucket;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

class LatencyWindowTest {

    private static final long SECOND = 1_000_000_000L;
    private final LatencyWindow window = new LatencyWindow(10 * SECOND);

    @Test
    void theFirstLookTellsNothing() {
        assertEquals(EngineLatency.UNKNOWN, at(0, 50, 100));
    }

    @Test
    void tellsOnlyOfTheLastSeconds() {
        at(0, 0, 0);
        at(1, 1_000, 1_000);
        for (int second = 2; second <= 12; second++) {
            at(second, 1_000, 1_000);
        }

        assertEquals(OptionalLong.of(100_000), at(13, 1_000, 1_050).ttftP50Us());
    }

    @Test
    void tellsNothingWhileNothingHappens() {
        at(0, 7, 9);
        for (int second = 1; second <= 30; second++) {
            assertEquals(EngineLatency.UNKNOWN, at(second, 7, 9));
        }
    }

    @Test
    void beginsAnewWithAnotherProcess() {
        at(0, 50, 100);
        assertEquals(EngineLatency.UNKNOWN, at(1, 0, 0));
        assertEquals(OptionalLong.of(50_000), at(2, 4, 4).ttftP50Us());
    }

    @Test
    void beginsAnewWhenNobodyLookedForLongerThanItIs() {
        at(0, 0, 0);
        assertEquals(EngineLatency.UNKNOWN, at(3_600, 1_000, 1_000));
        assertEquals(OptionalLong.of(100_000), at(3_601, 1_000, 1_050).ttftP50Us());
    }

    @Test
    void looksBackAsFarAsItIsLongHoweverOftenItIsTold() {
        for (int tenth = 0; tenth <= 200; tenth++) {
            window.take(totals(0, 0), tenth * SECOND / 10);
        }
        assertEquals(OptionalLong.of(50_000), at(21, 8, 8).ttftP50Us());
    }

    private EngineLatency at(int second, long soon, long all) {
        return window.take(totals(soon, all), second * SECOND);
    }

    /** So many first tokens within 0.1 s, and so many at all. */
    private static LatencyTotals totals(long soon, long all) {
        return new LatencyTotals(
                new Histogram(List.of(new Bucket(100_000, soon), new Bucket(Long.MAX_VALUE, all))),
                Histogram.NONE);
    }
}
