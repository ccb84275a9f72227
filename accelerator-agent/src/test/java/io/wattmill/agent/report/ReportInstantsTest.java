// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

class ReportInstantsTest {

    private static final long WALL_US = 1_795_280_280_000_000L;
    private static final long SECOND_US = 1_000_000L;

    private final ReportInstants instants = new ReportInstants();
    private long wallUs = WALL_US;
    private long nanos = 3_600_000_000_000L;

    private long second(long jumpUs) {
        wallUs += SECOND_US + jumpUs;
        nanos += 1_000_000_000L;
        return instants.next(wallUs, nanos);
    }

    @Example
    void isTheWallClockWhileThatRuns() {
        for (int i = 1; i <= 5; i++) {
            assertEquals(WALL_US + i * SECOND_US, second(0));
        }
    }

    @Example
    void walksSlowerAfterAClockWasSetBackALittleAndKeepsItsOrder() {
        long before = second(0);
        long after = second(-10 * SECOND_US);
        assertEquals(900_000, after - before);
        for (int i = 0; i < 200; i++) {
            long next = second(0);
            assertTrue(next - after >= 900_000);
            after = next;
        }
        assertEquals(wallUs, after, "after a hundred times the jump it is the wall clock again");
    }

    @Example
    void followsAClockThatWasADayAheadBackToTheTruth() {
        second(0);
        assertEquals(wallUs + 86_401 * SECOND_US, second(86_400 * SECOND_US));
        second(0);
        assertEquals(wallUs - 86_399 * SECOND_US, second(-86_400 * SECOND_US));
    }

    @Example
    void doesNotGrowWhenTheClockTellsLessThanPassed() {
        long before = second(0);
        wallUs += 5 * SECOND_US;
        nanos += 600_000_000_000L;
        assertEquals(before, instants.next(wallUs, nanos), "five seconds of ten minutes");
        assertEquals(wallUs + SECOND_US, second(0), "from there on the clock tells");
    }

    @Property(tries = 500)
    void isNeverFarAheadOfTheClockAndGrowsAsTimePassesOrNotAtAll(
            @ForAll @Size(max = 60)
                    List<@LongRange(min = -90_000_000, max = 90_000_000) Long> jumps) {
        long before = second(0);
        for (long jump : jumps) {
            long after = second(jump);
            assertTrue(after - wallUs <= ReportInstants.MAX_LEAD_US);
            assertTrue(after >= wallUs || after == before);
            assertTrue(after - before >= 900_000 || after <= before);
            before = after;
        }
    }
}
