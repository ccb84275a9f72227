// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

import io.wattmill.billing.price.FacilityFactors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * The hours that are known, and the constants that stand in for the others.
 *
 * @param hours values by series and by when the hour begins, epoch microseconds
 */
public record FacilityHours(Map<SeriesKey, Map<Long, BigDecimal>> hours) {

    private static final int DIGITS = 15;
    private static final int PPM_DIGITS = 6;

    public FacilityHours {
        hours = Map.copyOf(hours);
    }

    /**
     * The factors over a time: the mean of each series, weighted by how much of the time lies in
     * each hour; an hour that nobody imported has the constant.
     */
    public FacilityFactors over(String zone, long startUs, long endUs, FacilityFactors constants) {
        BigDecimal pue = BigDecimal.valueOf(constants.puePpm(), PPM_DIGITS);
        BigDecimal carbon = BigDecimal.valueOf(constants.carbonUgPerKwh(), PPM_DIGITS);
        return new FacilityFactors(
                constants.hostSharePpm(),
                millionths(mean(new SeriesKey(SeriesKind.PUE, zone), startUs, endUs, pue)),
                millionths(mean(new SeriesKey(SeriesKind.CARBON, zone), startUs, endUs, carbon)),
                mean(
                        new SeriesKey(SeriesKind.PRICE, zone),
                        startUs,
                        endUs,
                        constants.electricityPricePerKwh()));
    }

    /** The same as a whole number: parts per million of a ratio, micrograms of grams. */
    private static long millionths(BigDecimal value) {
        return value.movePointRight(PPM_DIGITS)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    private BigDecimal mean(SeriesKey key, long startUs, long endUs, BigDecimal otherwise) {
        Map<Long, BigDecimal> series = hours.getOrDefault(key, Map.of());
        if (series.isEmpty()) {
            return otherwise;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (long from = startUs; from < endUs; ) {
            long hour = HourValue.hourOf(from);
            long to = Math.min(endUs, hour + HourValue.HOUR_US);
            BigDecimal value = series.getOrDefault(hour, otherwise);
            sum = sum.add(value.multiply(BigDecimal.valueOf(to - from)));
            from = to;
        }
        return sum.divide(BigDecimal.valueOf(endUs - startUs), DIGITS, RoundingMode.HALF_EVEN);
    }
}
