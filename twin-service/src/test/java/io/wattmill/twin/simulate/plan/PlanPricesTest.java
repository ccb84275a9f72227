// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.report.SitePrices;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class PlanPricesTest {
    private static final long KILOWATT_HOUR_MICROJOULES = 3_600_000_000_000L;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @Test
    void costsEnergyTimesPueAndGpusByTheHour() {
        var prices =
                new SitePrices(
                        "USD",
                        new BigDecimal("0.08"),
                        new BigDecimal("1.25"),
                        new BigDecimal("2.10"));
        var cost = prices.cost(3 * KILOWATT_HOUR_MICROJOULES, HOUR_NANOS / 2, 16);
        assertEquals(3 * 1.25 * 0.08 + 0.5 * 16 * 2.10, cost.amount().doubleValue(), 1e-9);
    }

    @Test
    void takesThePriceOfEnergyAndThePueFromThePlan() {
        var reading = PlanReader.read(SamplePlan.text());
        var plan = assertInstanceOf(PlanReading.Understood.class, reading).plan();
        var prices = PlanPrices.of(plan.energy()).orElseThrow();
        var cost = prices.cost(KILOWATT_HOUR_MICROJOULES, HOUR_NANOS, 16);
        // Four hours of each of 261 weekdays cost 0.14, all others 0.085; a kW of peak 12 a month.
        double perKwh = 0.085 + (261 * 4 * (0.14 - 0.085) + 12 * 12) / 8_760;
        assertEquals(1, cost.amount().doubleValue() / (1.2 * perKwh), 1e-6);
    }

    @Test
    void paysByTheHourOfTheTariffAndForItsPeaks() {
        EnergySupply supply =
                new EnergySupply(
                        Optional.of("USD"),
                        List.of(100_000_000L),
                        List.of(),
                        OptionalLong.empty(),
                        new EnergySupply.Tariff(
                                Given.stated(new BigDecimal("14.60")),
                                EnergySupply.Tariff.WATER_PER_M3,
                                List.of(
                                        new EnergySupply.Period(
                                                0, 12, EnergySupply.Days.ALL, 40_000_000))));
        SitePrices prices = PlanPrices.of(supply).orElseThrow();
        assertEquals(0, prices.perKilowattHour().compareTo(new BigDecimal("0.09")));
        assertTrue(PlanPrices.of(EnergySupply.NOT_GIVEN).isEmpty());
    }
}
