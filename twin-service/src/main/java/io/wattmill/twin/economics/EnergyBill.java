// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import io.wattmill.twin.weather.PlanningYear;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * A year's bill for power and water, in the tariff's currency.
 *
 * @param energy kilowatt-hours at the price of their hour
 * @param demand highest hour of each month at the demand charge. A meter takes a quarter of an
 *     hour: its peak is above the hour's mean
 * @param water water made up
 */
public record EnergyBill(BigDecimal energy, BigDecimal demand, BigDecimal water) {
    private static final int NANO_SCALE = 9;

    /**
     * The bill.
     *
     * @param siteWatts mean at the meter of each of the 8,760 hours
     * @param litres of water
     */
    public static EnergyBill of(Tariff tariff, double[] siteWatts, double litres) {
        return new EnergyBill(
                energy(tariff, siteWatts),
                demand(siteWatts).multiply(tariff.demandPerKwMonth()),
                decimal(litres / 1_000).multiply(tariff.waterPerM3()));
    }

    /** All of it. */
    public BigDecimal total() {
        return energy.add(demand).add(water);
    }

    private static BigDecimal energy(Tariff tariff, double[] siteWatts) {
        BigDecimal nano = BigDecimal.ZERO;
        for (int hour = 0; hour < siteWatts.length; hour++) {
            BigDecimal price = BigDecimal.valueOf(tariff.nanoPerKwh(hour));
            nano = nano.add(decimal(siteWatts[hour] / 1_000).multiply(price));
        }
        return nano.movePointLeft(NANO_SCALE);
    }

    /** Sum over the months of their highest kilowatts. */
    private static BigDecimal demand(double[] siteWatts) {
        double[] highest = new double[PlanningYear.MONTHS];
        for (int hour = 0; hour < siteWatts.length; hour++) {
            int month = PlanningYear.monthOf(hour);
            highest[month] = Math.max(highest[month], siteWatts[hour] / 1_000);
        }
        return Arrays.stream(highest)
                .mapToObj(EnergyBill::decimal)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(NANO_SCALE, RoundingMode.HALF_EVEN);
    }
}
