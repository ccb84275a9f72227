// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;

class TraceTest {

    private final Trace trace = new Trace("three", Traces.at(0, 1_000, 5_000));

    @Test
    void bendsTimeBySpeed() {
        assertEquals(2_500, trace.atSpeed(2).spanUs());
        assertEquals(10_000, trace.atSpeed(0.5).spanUs());
    }

    @Test
    void refusesASpeedThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> trace.atSpeed(0));
        assertThrows(IllegalArgumentException.class, () -> trace.atSpeed(Double.NaN));
    }

    @Test
    void keepsTheFirstRequestsOnly() {
        assertEquals(1_000, trace.limited(2).spanUs());
        assertEquals(trace, trace.limited(9));
    }

    @Test
    void refusesToGoBackInTime() {
        assertThrows(IllegalArgumentException.class, () -> new Trace("back", Traces.at(5, 4)));
    }

    @Test
    void countsBlocksThatWereSeenBefore() {
        BlockIds first = BlockIds.of(0, 1, 2);
        BlockIds second = BlockIds.of(0, 1, 9, 10);
        Trace shared =
                new Trace(
                        "shared",
                        List.of(
                                new TraceRequest(0, 0, 1_100, 1, first),
                                new TraceRequest(1, 9, 1_600, 2, second)));
        assertEquals(new TraceCensus(2, 9, 2_700, 3, 7, 2), TraceCensus.of(shared));
        assertEquals(2, first.sharedWith(second));
    }

    @Test
    void refusesBlocksThatDoNotCoverThePrompt() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new TraceRequest(0, 0, 513, 1, BlockIds.of(1)));
    }
}
