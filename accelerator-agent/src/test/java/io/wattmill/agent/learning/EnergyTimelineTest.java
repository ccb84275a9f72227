// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

class EnergyTimelineTest {

    private final EnergyTimeline timeline = new EnergyTimeline(5_000_000);

    @Test
    void liesOnAStraightLineBetweenReadings() {
        timeline.add(1_000_000, 500);
        timeline.add(1_200_000, 700);
        timeline.add(1_400_000, 800);
        assertEquals(OptionalLong.of(600), timeline.at(1_100_000));
        assertEquals(OptionalLong.of(750), timeline.at(1_300_000));
        assertEquals(OptionalLong.of(700), timeline.at(1_200_000));
        assertEquals(OptionalLong.of(800), timeline.at(1_400_000));
    }

    @Test
    void saysNothingOutsideItsReadings() {
        assertEquals(OptionalLong.empty(), timeline.at(1));
        timeline.add(1_000_000, 500);
        assertEquals(OptionalLong.empty(), timeline.at(999_999));
        assertEquals(OptionalLong.empty(), timeline.at(1_000_001));
        assertFalse(timeline.reaches(1_000_001));
        assertTrue(timeline.reaches(1_000_000));
    }

    @Test
    void startsAnewWhenTheMeterFallsTheClockGoesBackOrReadingsWereMissed() {
        for (long[] odd :
                List.of(
                        new long[] {1_400_000, 100},
                        new long[] {1_100_000, 800},
                        new long[] {7_000_000, 900})) {
            timeline.restart();
            timeline.add(1_000_000, 500);
            timeline.add(1_200_000, 700);
            timeline.add(odd[0], odd[1]);
            assertEquals(OptionalLong.empty(), timeline.at(1_000_000));
            assertEquals(OptionalLong.of(odd[1]), timeline.at(odd[0]));
        }
    }

    @Test
    void keepsALimitedPast() {
        for (long i = 0; i < 100_000; i++) {
            timeline.add(100_000 * i, i);
        }
        assertEquals(OptionalLong.of(99_998), timeline.at(9_999_800_000L));
        assertEquals(OptionalLong.empty(), timeline.at(9_900_000_000L));
    }

    @Property
    void neverFallsBetweenTwoReadings(
            @ForAll @LongRange(min = 0, max = 1L << 60) long origin,
            @ForAll @LongRange(min = 0, max = 1L << 40) long grown,
            @ForAll @LongRange(min = 1, max = 4_999_999) long atUs) {
        EnergyTimeline any = new EnergyTimeline(5_000_000);
        any.add(0, origin);
        any.add(5_000_000, origin + grown);
        long between = any.at(atUs).orElseThrow();
        assertTrue(between >= origin && between <= origin + grown);
    }
}
