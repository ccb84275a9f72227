// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.OutageCase;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.facility.year.YearSums;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class FacilityOfTest {

    static List<String> names() {
        return ReferencePlans.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyReferencePlanHasAYearThatItsCoolingCarries(String name) {
        FacilityPlan plan = plan(name);
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 0.7));
        FacilityYear year = FacilityYear.of(facility);
        YearSums sums = YearSums.of(year);
        System.out.println(name + " " + sums + " " + sums.pue() + " " + year.bindingHours());
        System.out.println(YearFigures.of(facility, year));
        OutageCase.all(facility).stream()
                .filter(each -> !each.harmless())
                .forEach(System.out::println);
        assertTrue(sums.pue() > 1.02 && sums.pue() < 1.6, name + " " + sums.pue());
        assertEquals(0, year.hoursAbove(Column.MISSED, 1), name);
        assertEquals(0, year.hoursAbove(Column.UNSERVED, 1), name);
        assertTrue(facility.provisionedWatts().value() > sums.peakWatts());
    }

    static FacilityPlan plan(String name) {
        var reading = PlanReader.read(ReferencePlans.text(name).orElseThrow());
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }
}
