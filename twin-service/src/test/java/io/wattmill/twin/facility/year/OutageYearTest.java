// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import org.junit.jupiter.api.Test;

import java.util.List;

class OutageCaseTest {
    private static final Facility LIQUID = Buildings.liquid(2, Buildings.FRANKFURT);

    @Test
    void aSideOfTwoNIsHarmlessAndTheOtherCarriesAll() {
        OutageCase lost = OutageCase.of(LIQUID, "ups-a");
        assertTrue(lost.harmless(), lost.toString());
        assertTrue(lost.worstLoading() <= 1);

        FacilityYear year = FacilityYear.of(LIQUID, Stance.BEST, Outage.of(List.of("ups-a")));
        assertEquals(0, year.sum(Column.UNSERVED), 1e-9);
    }

    @Test
    void theOnlyUtilityTakesEverythingAlong() {
        OutageCase lost = OutageCase.of(LIQUID, "utility");
        assertFalse(lost.harmless());
        assertEquals(8_760, lost.unservedHours());
        assertEquals(0, lost.maintenanceHours());
    }

    @Test
    void oneOfFourCdusIsSpareAndTwoOfTheThreeLeftAreNot() {
        assertTrue(OutageCase.of(LIQUID, "cdu-0").harmless());
        Outage two = Outage.of(List.of("cdu-0", "chiller-0", "chiller-1", "chiller-2"));
        FacilityYear both = FacilityYear.of(LIQUID, Stance.BEST, two);
        assertTrue(both.hoursAbove(Column.MISSED, 1) > 0);
        assertTrue(both.hoursAbove(Column.MISSED, 1) < 8_760, "winter needs no chiller");
    }

    @Test
    void airHandlersWithOneCordStandStillWithTheirSide() {
        Facility one = Buildings.withOneCordPerAirHandler(Buildings.air(1, Buildings.FRANKFURT));
        OutageCase lost = OutageCase.of(one, "ups-a");
        assertEquals(0, lost.unservedHours());
        assertEquals(8_760, lost.missedHours());
        assertEquals("crah", lost.worstUnit());
        assertTrue(OutageCase.of(one, "pdu-a").harmless());
    }

    @Test
    void everyUnitHasItsCase() {
        var cases = OutageCase.all(Buildings.air(1, Buildings.FRANKFURT));
        assertEquals(9 + 5 + 3 + 4, cases.size());
    }
}
