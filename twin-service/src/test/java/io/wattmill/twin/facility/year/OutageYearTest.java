// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import org.junit.jupiter.api.Test;

import java.util.List;

class OutageYearTest {
    private static final Facility LIQUID = Buildings.liquid(2, Buildings.FRANKFURT);
    private static final int HOURS = 8_760;

    private static FacilityYear without(Facility facility, String... lost) {
        return FacilityYear.of(facility, Stance.BEST, Outage.of(List.of(lost)));
    }

    private static void assertHarmless(FacilityYear year) {
        assertEquals(0, year.hoursAbove(Column.UNSERVED, 1));
        assertEquals(0, year.hoursAbove(Column.MISSED, 1));
        assertEquals(0, year.hoursAbove(Column.LOADING, 1 + 1e-9));
    }

    @Test
    void aSideOfTwoNIsHarmlessAndTheOtherCarriesAll() {
        FacilityYear year = without(LIQUID, "ups-a");
        assertHarmless(year);
        assertEquals(0, year.sum(Column.UNSERVED), 1e-9);
    }

    @Test
    void theOnlyUtilityTakesEverythingAlong() {
        assertEquals(HOURS, without(LIQUID, "utility").hoursAbove(Column.UNSERVED, 1));
    }

    @Test
    void oneOfFourCdusIsSpareAndTwoOfTheThreeLeftAreNot() {
        assertHarmless(without(LIQUID, "cdu-0"));
        FacilityYear both = without(LIQUID, "cdu-0", "chiller-0", "chiller-1", "chiller-2");
        assertTrue(both.hoursAbove(Column.MISSED, 1) > 0);
        assertTrue(both.hoursAbove(Column.MISSED, 1) < HOURS, "winter needs no chiller");
    }

    @Test
    void airHandlersWithOneCordStandStillWithTheirSide() {
        Facility one = Buildings.withOneCordPerAirHandler(Buildings.air(1, Buildings.FRANKFURT));
        FacilityYear lost = without(one, "ups-a");
        assertEquals(0, lost.hoursAbove(Column.UNSERVED, 1));
        assertEquals(HOURS, lost.hoursAbove(Column.MISSED, 1));
        assertEquals("crah", lost.binding(lost.peakHour(Column.LOADING)));
        assertHarmless(without(one, "pdu-a"));
    }

    @Test
    void everyUnitMayFail() {
        assertEquals(9 + 5 + 3 + 4, Buildings.air(1, Buildings.FRANKFURT).mayFail().size());
    }
}
