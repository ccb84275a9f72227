// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import io.wattmill.twin.weather.HourSeries;
import io.wattmill.twin.weather.PlanningYear;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What power and water cost.
 *
 * @param nanoPerKwh billionths of the currency per kWh: 1, 24, 168 or 8,760 values by the hour
 * @param periods hours with a price of their own; the first that applies counts
 * @param demandPerKwMonth for the highest hour of a month; 0 = none
 * @param waterPerM3 water and getting rid of it
 */
public record Tariff(
        List<Long> nanoPerKwh,
        List<Period> periods,
        BigDecimal demandPerKwMonth,
        BigDecimal waterPerM3) {
    private static final int NANO_SCALE = 9;

    /** Copies its lists and refuses a series of another length. */
    public Tariff {
        nanoPerKwh = List.copyOf(nanoPerKwh);
        periods = List.copyOf(periods);
        if (!HourSeries.fits(nanoPerKwh.size())) {
            throw new IllegalArgumentException(nanoPerKwh.size() + " prices");
        }
    }

    /** Billionths of the currency per kWh in that hour. */
    public long nanoPerKwh(int hour) {
        for (Period period : periods) {
            if (period.holds(hour)) {
                return period.nanoPerKwh();
            }
        }
        return nanoPerKwh.get(hour % nanoPerKwh.size());
    }

    /**
     * Money per kWh of a load that is the same in every hour of the year: the mean of the prices of
     * its hours, and twelve monthly peaks spread over its 8,760 hours.
     */
    public BigDecimal flatPerKwh() {
        BigDecimal nano =
                IntStream.range(0, PlanningYear.HOURS)
                        .mapToObj(hour -> BigDecimal.valueOf(nanoPerKwh(hour)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal demand = demandPerKwMonth.multiply(BigDecimal.valueOf(PlanningYear.MONTHS));
        return nano.movePointLeft(NANO_SCALE)
                .add(demand)
                .divide(
                        BigDecimal.valueOf(PlanningYear.HOURS),
                        2 * NANO_SCALE,
                        RoundingMode.HALF_EVEN);
    }

    /** Days that a period is for. */
    public enum Days {
        ALL,
        WEEKDAYS,
        WEEKENDS
    }

    /**
     * Hours with a price of their own.
     *
     * @param fromHour 0 to 23
     * @param toHour 1 to 24, not included; at or below {@code fromHour} it goes past midnight
     * @param days on which they apply
     * @param nanoPerKwh billionths of the currency per kWh
     */
    public record Period(int fromHour, int toHour, Days days, long nanoPerKwh) {

        boolean holds(int hour) {
            return switch (days) {
                case ALL -> within(PlanningYear.hourOfDay(hour));
                case WEEKDAYS ->
                        !PlanningYear.weekend(hour) && within(PlanningYear.hourOfDay(hour));
                case WEEKENDS -> PlanningYear.weekend(hour) && within(PlanningYear.hourOfDay(hour));
            };
        }

        private boolean within(int hourOfDay) {
            return fromHour < toHour
                    ? hourOfDay >= fromHour && hourOfDay < toHour
                    : hourOfDay >= fromHour || hourOfDay < toHour;
        }
    }
}
