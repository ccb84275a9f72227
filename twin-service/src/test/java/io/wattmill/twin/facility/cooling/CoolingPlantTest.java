// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;
import io.wattmill.twin.figure.Figure;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class CoolingPlantTest {
    private static final Outage NONE = Outage.NONE;

    @Test
    void waterThatWarmsUpByTenKelvinIsOnePointFourThreeLitresAMinutePerKilowatt() {
        assertEquals(1.435, Coolant.WATER.litresPerMinute(1_000, 10), 0.01);
        assertEquals(1.5, Coolant.PG25.litresPerMinute(1_000, 10), 0.01);
    }

    @Test
    void evaporationTakesALitreAndAHalfPerKilowattHour() {
        assertEquals(1.5, Rejection.EVAPORATION.value(), 0.001);
        assertEquals(3.6 / 2.45, Rejection.EVAPORATION.low(), 0.01);
        assertEquals(3.6 / 2.30, Rejection.EVAPORATION.high(), 0.01);
    }

    @Test
    void pumpsGoWithTheCubeDownToTheirFloor() {
        CoolingHour full = carry(100_000, 10, 5);
        CoolingHour half = carry(50_000, 10, 5);
        CoolingHour little = carry(1_000, 10, 5);
        assertEquals(1_000, full.moverWatts(0), 1e-6);
        assertEquals(125, half.moverWatts(0), 1e-6);
        assertEquals(1_000 * 0.35 * 0.35 * 0.35, little.moverWatts(0), 1e-6);
    }

    @Test
    void chillersAreOnOnlyForWhatTheWeatherDoesNotDo() {
        // Tower 4 K, exchanger 4 K, supply 20 °C, return 30 °C: free at a wet bulb of 12 °C,
        // half of it at 17 °C, none at 22 °C.
        assertEquals(0, carry(100_000, 20, 12).loop(0).chillerWatts(), 1e-9);
        LoopHour half = carry(100_000, 25, 17).loop(0);
        LoopHour none = carry(100_000, 30, 22).loop(0);
        double heat = 101_000;
        assertEquals(heat / 2 / cop(17), half.chillerWatts(), 1e-6);
        assertEquals(heat / cop(22), none.chillerWatts(), 1e-6);
        assertEquals(heat + none.chillerWatts(), none.rejectedWatts(), 1e-6);
    }

    /** 55 % of Carnot between 18 °C and wet bulb + 4 K + 7 K. */
    private static double cop(double wet) {
        return Math.min(12, 0.55 * (18 + 273.15) / (wet + 11 - 18));
    }

    @Property
    void heatInIsHeatRejectedOrMissed(
            @ForAll @DoubleRange(min = 0, max = 400_000) double watts,
            @ForAll @DoubleRange(min = -20, max = 45) double dry,
            @ForAll @DoubleRange(min = 0, max = 15) double depression) {
        CoolingHour hour = carry(watts, dry, dry - depression);
        double in = watts + hour.moverWatts(0) + hour.loopPumpWatts(0);
        double out = hour.rejectedWatts() - hour.loop(0).chillerWatts() + hour.missedWatts();
        assertEquals(in, out, 1e-6 * Math.max(1, in));
        assertTrue(hour.missedWatts() >= 0);
        assertTrue(hour.loop(0).supplyC() >= 20 && hour.loop(0).supplyC() <= 24);
    }

    @Property
    void colderAirNeverTakesMoreOfTheChillers(
            @ForAll @DoubleRange(min = 0, max = 120_000) double watts,
            @ForAll @DoubleRange(min = -20, max = 45) double wet,
            @ForAll @DoubleRange(min = 0, max = 20) double colder) {
        double warm = carry(watts, wet, wet).loop(0).chillerWatts();
        double cold = carry(watts, wet - colder, wet - colder).loop(0).chillerWatts();
        assertTrue(cold <= warm + 1e-6, cold + " " + warm);
    }

    @Test
    void whatChillersCannotDoRaisesTheSupplyToItsLimitAndIsMissedBeyond() {
        LoopHour drifting = carry(140_000, 30, 16).loop(0);
        assertEquals(0, drifting.missedWatts(), 1e-6);
        CoolingPlant broken = plant(new Outage(Map.of(), Set.of("chiller")));
        CoolingHour hour = broken.newHour();
        broken.carry(new double[] {100_000}, new double[0], 30, 18, hour);
        // Free water at 26 °C, limit 24 °C and 10 K of rise: 0.8 of the heat is carried.
        assertEquals(24, hour.loop(0).supplyC(), 1e-9);
        assertEquals(0.2 * 101_000, hour.missedWatts(), 10);
    }

    @Test
    void aTableOfCopsIsReadBetweenItsPoints() {
        CopCurve table =
                new CopCurve.ByLift(
                        List.of(
                                new CopCurve.Point(10, claimed(9)),
                                new CopCurve.Point(30, claimed(5))));
        assertEquals(7, table.cop(10, 30, Stance.BEST), 1e-9);
        assertEquals(9, table.cop(10, 12, Stance.BEST), 1e-9);
        assertEquals(5, table.cop(10, 60, Stance.BEST), 1e-9);
        assertEquals(Provenance.CLAIMED, table.provenance());
    }

    @Test
    void refusesWaterThatIsNeverLetOff() {
        assertThrows(IllegalArgumentException.class, () -> rejection(1));
    }

    private static CoolingHour carry(double watts, double dry, double wet) {
        CoolingPlant plant = plant(NONE);
        CoolingHour hour = plant.newHour();
        plant.carry(new double[] {watts}, new double[0], dry, wet, hour);
        return hour;
    }

    /** A CDU of 100 kW on a loop of 20 to 24 °C with a chiller and a tower. */
    private static CoolingPlant plant(Outage outage) {
        CduBank cdu =
                new CduBank(
                        "cdu",
                        units("cdu"),
                        150_000,
                        Coolant.PG25.litresPerMinute(100_000, 10),
                        Mover.driven(claimed(1_000)),
                        Coolant.PG25,
                        10,
                        "loop");
        WaterLoop loop =
                new WaterLoop(
                        "loop",
                        20,
                        24,
                        10,
                        Mover.NONE,
                        List.of(),
                        Optional.of(
                                new ChillerBank(
                                        "chiller",
                                        units("chiller"),
                                        120_000,
                                        CopCurve.USUAL,
                                        ChillerBank.EVAPORATOR_APPROACH,
                                        ChillerBank.CONDENSER_APPROACH)),
                        rejection(4));
        return new CoolingPlant(
                new CoolingPlan(List.of(cdu), List.of(), List.of(loop)), Stance.BEST, outage);
    }

    private static Rejection rejection(double cycles) {
        return new Rejection(
                "tower",
                Rejection.Kind.EVAPORATIVE,
                units("tower"),
                160_000,
                Rejection.TOWER_APPROACH,
                Rejection.EXCHANGER_APPROACH,
                Mover.driven(claimed(1_500)),
                Rejection.EVAPORATION,
                cycles);
    }

    private static List<CoolingUnit> units(String id) {
        return List.of(new CoolingUnit(id, List.of()));
    }

    private static Figure claimed(double value) {
        return Figure.exact(value, Provenance.CLAIMED, "data sheet");
    }

    @Test
    void aLoopWhosePumpHasNoPowerCarriesNothing() {
        CoolingPlant still = plant(new Outage(Map.of(), Set.of("loop pump")));
        CoolingHour hour = still.newHour();
        still.carry(new double[] {100_000}, new double[0], 10, 5, hour);
        assertEquals(101_000, hour.missedWatts(), 1);
        assertEquals(0, hour.loop(0).chillerWatts(), 1e-6);
    }
}
