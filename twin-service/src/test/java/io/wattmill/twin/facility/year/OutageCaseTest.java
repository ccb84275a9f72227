// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import org.junit.jupiter.api.Test;

import java.util.Set;

class OutageCaseTest {
    private static final Facility LIQUID = Buildings.liquid(2, Buildings.FRANKFURT);

    @Test
    void aSideOfTwoNIsHarmlessAndTheOtherCarriesAll() {
        OutageCase lost = OutageCase.of(LIQUID, "ups-a");
        assertTrue(lost.harmless(), lost.toString());
        assertTrue(lost.worstLoading() <= 1);

        FacilityYear year = FacilityYear.of(LIQUID, Stance.BEST, Outage.of(Set.of("ups-a")));
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
        assertTrue(OutageCase.of(LIQUID, "cdu").harmless());
        FacilityYear both =
                FacilityYear.of(LIQUID, Stance.BEST, new Outage(Set.of("cdu"), Set.of("chiller")));
        assertTrue(both.hoursAbove(Column.MISSED, 1) > 0);
        assertTrue(both.hoursAbove(Column.MISSED, 1) < 8_760, "winter needs no chiller");
    }

    @Test
    void everyUnitHasItsCase() {
        var cases = OutageCase.all(Buildings.air(1, Buildings.FRANKFURT));
        assertEquals(12, cases.size(), cases.toString());
    }
}
