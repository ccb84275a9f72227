// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.chart;

import io.wattmill.twin.answer.HourlyYear;

import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A year by parts of it. */
public final class Periods {
    private static final int HOURS_OF_DAY = 24;
    private static final int COMMON_YEAR = 2026;

    private Periods() {}

    /**
     * Part of a year.
     *
     * @param name of it
     * @param itKw mean
     * @param facilityKw mean
     * @param peakKw of the facility
     * @param pue energy of the facility over energy of IT; 1 where IT draws nothing
     * @param chillerShare mean
     */
    public record Period(
            String name,
            double itKw,
            double facilityKw,
            double peakKw,
            double pue,
            double chillerShare) {}

    /** January to December. */
    public static List<Period> months(HourlyYear year) {
        return IntStream.rangeClosed(1, 12)
                .mapToObj(Month::of)
                .map(
                        month ->
                                period(
                                        month.getDisplayName(TextStyle.SHORT, Locale.ROOT),
                                        year,
                                        hour -> month(hour) == month))
                .toList();
    }

    private static Month month(int hour) {
        return YearMonth.of(COMMON_YEAR, 1).atDay(1).plusDays(hour / HOURS_OF_DAY).getMonth();
    }

    /** 00:00 to 23:00, each over all days. */
    public static List<Period> hoursOfDay(HourlyYear year) {
        return IntStream.range(0, HOURS_OF_DAY)
                .mapToObj(
                        of ->
                                period(
                                        String.format(Locale.ROOT, "%02d:00", of),
                                        year,
                                        hour -> hour % HOURS_OF_DAY == of))
                .toList();
    }

    /** 1 to 365. */
    public static List<Period> days(HourlyYear year) {
        return IntStream.range(0, HourlyYear.HOURS / HOURS_OF_DAY)
                .mapToObj(
                        day ->
                                period(
                                        String.valueOf(day + 1),
                                        year,
                                        IntStream.range(
                                                        day * HOURS_OF_DAY,
                                                        (day + 1) * HOURS_OF_DAY)
                                                .toArray()))
                .toList();
    }

    private static Period period(String name, HourlyYear year, IntPredicate isIn) {
        return period(name, year, IntStream.range(0, HourlyYear.HOURS).filter(isIn).toArray());
    }

    private static Period period(String name, HourlyYear year, int[] hours) {
        double it = mean(year.itKw(), hours);
        double facility = mean(year.facilityKw(), hours);
        double peak = IntStream.of(hours).mapToDouble(year.facilityKw()::get).max().orElse(0);
        double chiller = mean(year.chillerShare(), hours);
        return new Period(name, it, facility, peak, it == 0 ? 1 : facility / it, chiller);
    }

    private static double mean(List<Double> values, int[] hours) {
        return IntStream.of(hours).mapToDouble(values::get).average().orElse(0);
    }
}
