// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class EconomicsTest {
    private static final Tariff FLAT =
            new Tariff(List.of(100_000_000L), List.of(), decimal("12"), decimal("3"));

    @Test
    void aFlatYearIsKilowattHoursAtThePriceAndTwelvePeaks() {
        double[] watts = new double[8_760];
        Arrays.fill(watts, 1_000_000);
        watts[40] = 1_500_000;
        EnergyBill bill = EnergyBill.of(FLAT, watts, 2_000);

        assertEquals(0, bill.energy().compareTo(decimal("876050")));
        assertEquals(0, bill.demand().compareTo(decimal("150000")));
        assertEquals(0, bill.water().compareTo(decimal("6")));
        assertEquals(0, bill.total().compareTo(decimal("1026056")));
    }

    @Test
    void hoursOfAPeriodHaveItsPriceAcrossMidnightAndOnItsDays() {
        Tariff.Period night = new Tariff.Period(22, 6, Tariff.Days.WEEKDAYS, 40_000_000);
        Tariff.Period weekend = new Tariff.Period(0, 24, Tariff.Days.WEEKENDS, 50_000_000);
        Tariff tariff =
                new Tariff(
                        List.of(100_000_000L),
                        List.of(night, weekend),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO);
        assertEquals(40_000_000, tariff.nanoPerKwh(23));
        assertEquals(40_000_000, tariff.nanoPerKwh(24 + 5));
        assertEquals(100_000_000, tariff.nanoPerKwh(24 + 6));
        assertEquals(50_000_000, tariff.nanoPerKwh(5 * 24 + 12));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Tariff(List.of(), List.of(), BigDecimal.ZERO, BigDecimal.ZERO));
    }

    @Test
    void aFlatLoadPaysTheMeanOfItsHoursAndItsShareOfThePeaks() {
        Tariff.Period night = new Tariff.Period(0, 12, Tariff.Days.ALL, 40_000_000);
        Tariff tariff =
                new Tariff(List.of(100_000_000L), List.of(night), decimal("14.60"), decimal("3"));
        // Half of the hours at 0.10, half at 0.04; 12 months x 14.60 over 8,760 h are 0.02 a kWh.
        assertEquals(0, tariff.flatPerKwh().compareTo(decimal("0.09")));
        double[] watts = new double[8_760];
        Arrays.fill(watts, 2_000);
        EnergyBill bill = EnergyBill.of(tariff, watts, 0);
        assertEquals(
                bill.total().doubleValue() / (2 * 8_760), tariff.flatPerKwh().doubleValue(), 1e-12);
    }

    @Test
    void anAnnuityIsTheTextbooks() {
        // 1,000,000 over 5 years at 8 %: 250,456.45 a year.
        assertEquals(
                250_456.45,
                new Investment(decimal("1000000"), 5).perYear(0.08).doubleValue(),
                0.01);
        assertEquals(200_000, new Investment(decimal("1000000"), 5).perYear(0).doubleValue(), 1e-6);
    }

    @Test
    void aYearIsTheSumOfItsPartsPerHourAndPerGpu() {
        CostYear year = year();
        BigDecimal sum = year.parts().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals(0, year.total().compareTo(sum));
        assertEquals(year.total().doubleValue() / 8_760, year.perHour().doubleValue(), 1e-9);
        assertEquals(
                year.total().doubleValue() / 8_760 / 64, year.perGpuHour(64).doubleValue(), 1e-9);
        assertEquals(0, year.part(CostPart.UPKEEP).compareTo(decimal("90000")));
    }

    @Test
    void stepsOfATokensPriceSumToItAndIdlenessIsTheUnusedShareOfWhatIsFixed() {
        CostYear year = year();
        TokenCost half = TokenCost.of(year, exact(1), exact(20_000), exact(0.5));
        double sum = half.steps().stream().mapToDouble(TokenCost.Step::perMillion).sum();
        assertEquals(half.perMillion().value(), sum, 1e-9);

        double tokens = 20_000 * 0.5 * 8_760 * 3_600;
        assertEquals(year.total().doubleValue() / tokens * 1e6, half.perMillion().value(), 1e-9);
        assertEquals(TokenCost.IDLE, half.steps().getLast().name());
        double fixed = 0;
        for (CostPart part : CostPart.values()) {
            fixed += part.fixed() ? year.part(part).doubleValue() : 0;
        }
        assertEquals(fixed / 2 / tokens * 1e6, half.steps().getLast().perMillion(), 1e-9);
    }

    @Test
    void theClaimsH200IsFourDollarsTwentyAtNinetyThreeTokens() {
        // 1.41 $/GPU-h and 93.3 tokens/s: $4.20 per million (the vendor's own arithmetic).
        CostYear gpu = new CostYear(Map.of(CostPart.IT, decimal("12351.6")));
        TokenCost cost = TokenCost.of(gpu, exact(1), exact(93.3), exact(1));
        assertEquals(1.41, gpu.perGpuHour(1).doubleValue(), 1e-9);
        assertEquals(4.20, cost.perMillion().value(), 0.005);
    }

    @Test
    void rentIsComparedAllYearAndByTheHour() {
        Rent rent = Rent.against(year(), decimal("2.65"), 64);
        assertEquals(2.65 * 8_760 * 64, rent.rentPerYear().doubleValue(), 1e-6);
        assertEquals(
                rent.rentPerYear().subtract(rent.ownPerYear()).doubleValue(),
                rent.saving().doubleValue(),
                1e-6);
        assertEquals(
                year().total().doubleValue() / rent.rentPerYear().doubleValue(),
                rent.breakEvenUtilization(),
                1e-9);
    }

    @Test
    void whatMovesMostComesFirstAndTheIntervalIsTheRootOfSquares() {
        Figure price = Figure.within(100, 0.3, Provenance.ASSUMED, "plan");
        Figure speed = Figure.within(10, 0.1, Provenance.FITTED, "engine");
        Sensitivity found =
                Sensitivity.of(
                        Map.of("price", price, "speed", speed),
                        at -> number(at, "price") / number(at, "speed"));

        assertEquals("price", found.swings().getFirst().input());
        assertEquals(10, found.outcome().value(), 1e-12);
        assertEquals(10 + Math.hypot(3, 10 / 0.9 - 10), found.outcome().high(), 1e-9);
        assertEquals(Provenance.ASSUMED, found.outcome().provenance());
        assertTrue(found.outcome().low() < 10);
    }

    private static double number(Map<String, Double> at, String name) {
        return at.getOrDefault(name, 0.0);
    }

    private static CostYear year() {
        double[] watts = new double[8_760];
        Arrays.fill(watts, 120_000);
        CostYear.Owning owning =
                new CostYear.Owning(
                        new Investment(decimal("2000000"), 5),
                        new Investment(decimal("1000000"), 15),
                        new Investment(decimal("50000"), 5),
                        0.08,
                        0.03,
                        decimal("100000"));
        return CostYear.of(EnergyBill.of(FLAT, watts, 0), owning);
    }

    private static Figure exact(double value) {
        return Figure.exact(value, Provenance.CLAIMED, "test");
    }

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    @Test
    void partsKeepTheirOrderAndEqualSwingsGoByName() {
        assertEquals(List.of(CostPart.values()), List.copyOf(year().parts().keySet()));
        Figure same = Figure.within(1, 0.5, Provenance.ASSUMED, "test");
        Map<String, Figure> inputs = new LinkedHashMap<>();
        List.of("d", "b", "c", "a").forEach(name -> inputs.put(name, same));
        Sensitivity found =
                Sensitivity.of(
                        inputs, at -> at.values().stream().mapToDouble(value -> value - 1).sum());
        assertEquals(
                List.of("a", "b", "c", "d"),
                found.swings().stream().map(Sensitivity.Swing::input).toList());
    }
}
