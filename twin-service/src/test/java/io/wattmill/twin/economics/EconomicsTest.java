// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

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
    void rentIsComparedAllYearAndByTheHour() {
        Rent rent = Rent.against(year(), decimal("2.65"), 64);
        assertEquals(2.65 * 8_760 * 64, rent.rentPerYear().doubleValue(), 1e-6);
        assertEquals(
                year().total().doubleValue() / rent.rentPerYear().doubleValue(),
                rent.breakEvenUtilization(),
                1e-9);
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

    private static BigDecimal decimal(String value) {
        return new BigDecimal(value);
    }

    @Test
    void partsKeepTheirOrder() {
        assertEquals(List.of(CostPart.values()), List.copyOf(year().parts().keySet()));
    }
}
