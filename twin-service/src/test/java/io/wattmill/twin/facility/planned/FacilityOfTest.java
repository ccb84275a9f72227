// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.planned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.CostPart;
import io.wattmill.twin.economics.planned.PlannedCost;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.facility.year.Column;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.FacilityYear;
import io.wattmill.twin.facility.year.Standing;
import io.wattmill.twin.facility.year.YearFigures;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
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
        YearFigures figures = YearFigures.of(facility, year);

        double pue = figures.pue().value();
        assertTrue(pue > 1.05 && pue < 1.4, name + " " + pue);
        assertEquals(0, year.hoursAbove(Column.MISSED, 1), name);
        assertEquals(0, year.hoursAbove(Column.UNSERVED, 1), name);
        assertTrue(figures.provisionedWatts().value() > figures.peakWatts().value());
        assertTrue(figures.peakWatts().value() >= figures.meanWatts().value());
        assertTrue(year.at(Column.LOADING, year.peakHour(Column.LOADING)) <= 1);
    }

    @Test
    void pumpsOnOneCordAreFoundWhenTheirSideIsLost() {
        FacilityPlan plan = plan("gb200-nvl72-8-racks");
        Facility full = FacilityOf.of(plan, NodeDraw.constant(plan, 1));
        Outage side = Outage.of(List.of("ups-a"));
        FacilityYear year = FacilityYear.of(full, Stance.BEST, side);
        assertEquals(0, year.hoursAbove(Column.UNSERVED, 1), "racks have the other side");
        // CDUs as the plan has them: those that hang on ups-a alone stand still with it.
        boolean alone =
                plan.cooling().coolantUnits().stream()
                        .anyMatch(cdu -> cdu.links().fedBy().equals(List.of("ups-a")));
        assertEquals(alone, year.hoursAbove(Column.MISSED, 1) > 0);
    }

    @Test
    void aSiteIsUpAsMuchAsItsPartsAllow() {
        FacilityPlan plan = plan("gb200-nvl72-8-racks");
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 0.7));
        SiteAvailability site = SiteAvailability.of(plan, facility);

        assertEquals(2, site.building().depth());
        assertTrue(site.building().full().value() > 0.99, site.building().full().toString());
        assertTrue(site.building().served().value() >= site.building().full().value());
        double both = site.power().value() * site.cooling().value();
        assertEquals(both, site.building().full().value(), 1e-4);
        assertTrue(site.nodes().value() > 0.999, "8 spares for 144 trays");
        assertTrue(site.capacity().value() <= site.building().served().value());
        assertEquals(Provenance.ASSUMED, site.capacity().provenance());
    }

    @Test
    void aPlanThatSaysNothingOfItsBuildingHasOneThatOneWouldBuy() {
        FacilityPlan plan = plan("gb200-nvl72-1-rack").with(FacilityPlan.Building.NOT_GIVEN);
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 1));
        FacilityYear year = FacilityYear.of(facility);
        assertEquals(0, year.hoursAbove(Column.MISSED, 1));
        assertEquals(Provenance.ASSUMED, YearFigures.of(facility, year).pue().provenance());
    }

    @Test
    void moneyOfAPlanIsItsTariffAndItsInvestments() {
        FacilityPlan plan = plan("gb200-nvl72-8-racks");
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 0.7));
        FacilityYear year = FacilityYear.of(facility);
        PlannedCost cost =
                PlannedCost.of(
                        plan, year.column(Column.SITE), year.sum(Column.LITRES), 8 * 136_000);

        double kwh = year.sum(Column.SITE) / 1_000;
        assertEquals(0.085 * kwh, cost.bill().energy().doubleValue(), 1e-3 * kwh);
        assertEquals("USD", cost.currency());
        // 144 trays at 180,000 and eight racks, over five years at 8 %.
        double capital = 144 * 180_000 + 8 * plan.finance().perRack().value().doubleValue();
        assertEquals(
                0.2504564 * capital, cost.year().part(CostPart.IT).doubleValue(), 1e-4 * capital);
        assertTrue(cost.certainty().low() < 1 && cost.certainty().high() > 1);
        assertTrue(cost.rent().isPresent());
        double hour = cost.year().perGpuHour(plan.gpus()).doubleValue();
        assertTrue(hour > 1 && hour < 4, "per GPU-hour " + hour);
    }

    static FacilityPlan plan(String name) {
        var reading = PlanReader.read(ReferencePlans.text(name).orElseThrow());
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    @ParameterizedTest
    @MethodSource("names")
    void twoLoadsOfOnePlanHaveTheSamePlant(String name) {
        FacilityPlan plan = plan(name);
        for (FacilityPlan each : List.of(plan, plan.with(FacilityPlan.Building.NOT_GIVEN))) {
            Facility idle = FacilityOf.of(each, NodeDraw.constant(each, 0.1));
            Facility busy = FacilityOf.of(each, NodeDraw.constant(each, 0.9));
            assertEquals(busy.cooling(), idle.cooling());
            assertEquals(busy.provisionedWatts(), idle.provisionedWatts());
        }
    }

    @Test
    void liquidRacksOfAPlanWithoutCoolantUnitsHaveThoseThatOneWouldBuy() {
        FacilityPlan plan = plan("gb200-nvl72-1-rack").with(FacilityPlan.Building.NOT_GIVEN);
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 1));
        assertEquals(1, facility.cooling().cdus().size());
        assertEquals(4, facility.cooling().cdus().getFirst().units().size());
        assertTrue(facility.racks().getFirst().liquidShare().value() > 0.8);
        assertEquals(
                Provenance.ASSUMED,
                facility.cooling().cdus().getFirst().pump().ratedWatts().provenance());
    }

    @Test
    void unitsThatABatteryAloneFeedsAreDark() {
        String text = ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow();
        FacilityPlan plan =
                read(
                        text.replace(
                                "fed-by: [msb-a], backed-by: [bat-a], group: ups",
                                "fed-by: [bat-a]"));
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 0.7));
        assertTrue(facility.mayFail().contains("bat-a"));
        assertFalse(facility.mayFail().contains("bat-b"));
        Standing standing = new Standing(facility, 12);
        assertEquals(0, standing.served(List.of("ups-b")), 1e-9);
        assertTrue(SiteAvailability.of(plan, facility).building().full().value() >= 0);
    }

    @Test
    void aRentOfNothingIsNoneToCompareWith() {
        FacilityPlan plan =
                read(
                        ReferencePlans.text("gb200-nvl72-8-racks")
                                .orElseThrow()
                                .replace("rent-per-gpu-hour: 3.30", "rent-per-gpu-hour: 0"));
        assertTrue(PlannedCost.of(plan, new double[8_760], 0, 1).rent().isEmpty());
    }

    @Test
    void maintenanceOfMoreThanAYearIsRefused() {
        String text =
                ReferencePlans.text("gb200-nvl72-8-racks")
                        .orElseThrow()
                        .replace(
                                "part: chiller, times-per-year: 2, hours: 8",
                                "part: chiller, times-per-year: 12, hours: 800");
        var refused = assertInstanceOf(PlanReading.Refused.class, PlanReader.read(text));
        assertEquals("maintenance", refused.problems().getFirst().path());
        assertEquals("chiller 9600 h", refused.problems().getFirst().value());
    }

    @Test
    void everyInputOfTheMoneyLeans() {
        String text = ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow();
        FacilityPlan free =
                read(
                        text.replace("facility-per-kw: 12000", "facility-per-kw: 0")
                                .replace("price: 180000", "price: 0")
                                .replace("finance:", "finance:\n  per-gpu: 0\n  per-rack: 0"));
        double[] watts = new double[8_760];
        Arrays.fill(watts, 1e6);
        Figure energy = PlannedCost.of(free, watts, 0, 1e6).certainty();
        assertEquals(0.9, energy.low(), 1e-6);
        assertEquals(1.1, energy.high(), 1e-6);

        FacilityPlan idle = plan("gb200-nvl72-8-racks");
        Figure owning = PlannedCost.of(idle, new double[8_760], 0, 1e6).certainty();
        assertTrue(owning.low() < 0.85 && owning.high() > 1.15, "prices, lives, rates: " + owning);
    }

    @Test
    void moneyIsKnownAsItsLeastTrustworthyPart() {
        String text = ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow();
        FacilityPlan stated =
                read(
                        text.replace(
                                "finance:",
                                "finance:\n  per-rack: 1\n  per-gpu: 1\n  opex-percent: 3"));
        double[] dark = new double[8_760];
        assertEquals(Provenance.CLAIMED, known(stated, dark, 0), "all of it is the plan's");
        assertEquals(Provenance.ASSUMED, known(stated, dark, 1), "the price of water is not");
        FacilityPlan spares =
                read(text.replace("finance:", "finance:\n  per-rack: 1\n  opex-percent: 3"));
        assertEquals(Provenance.ASSUMED, known(spares, dark, 0), "the price of spare GPUs is not");
    }

    private static Provenance known(FacilityPlan plan, double[] watts, double litres) {
        return PlannedCost.of(plan, watts, litres, 1e6).certainty().provenance();
    }

    static FacilityPlan read(String text) {
        var reading = PlanReader.read(text);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }
}
