// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

import io.wattmill.router.engine.Provenance;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * One value per hour of the {@link PlanningYear}: given once for all hours, for a day, a week or
 * the whole year. Its unit stands in the name of whatever holds it.
 */
public final class HourSeries {
    private final double[] values;
    private final Provenance provenance;
    private final String source;

    private HourSeries(double[] values, Provenance provenance, String source) {
        this.values = values;
        this.provenance = provenance;
        this.source = source;
    }

    /**
     * A series.
     *
     * @param values 1, 24, 168 or 8,760 finite values; copied
     * @throws IllegalArgumentException when it has another length or a value is not finite
     */
    public static HourSeries of(double[] values, Provenance provenance, String source) {
        if (!fits(values.length)) {
            throw new IllegalArgumentException(values.length + " values: 1, 24, 168 or 8760");
        }
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a value is no number");
        }
        return new HourSeries(values.clone(), provenance, source);
    }

    /** The same value in every hour. */
    public static HourSeries constant(double value, Provenance provenance, String source) {
        return of(new double[] {value}, provenance, source);
    }

    /** Whether a series may have that many values. */
    public static boolean fits(int length) {
        return length == 1
                || length == PlanningYear.HOURS_PER_DAY
                || length == PlanningYear.HOURS_PER_WEEK
                || length == PlanningYear.HOURS;
    }

    /** Value of the hour, 0 to 8,759. */
    public double at(int hour) {
        return values[hour % values.length];
    }

    /** All 8,760 values, a copy. */
    public double[] year() {
        double[] year = new double[PlanningYear.HOURS];
        Arrays.setAll(year, this::at);
        return year;
    }

    /** Every value through the function; provenance and source stay. */
    public HourSeries map(DoubleUnaryOperator each) {
        return of(Arrays.stream(values).map(each).toArray(), provenance, source);
    }

    /** Mean over the year. */
    public double mean() {
        return Arrays.stream(year()).sum() / PlanningYear.HOURS;
    }

    /** Least value. */
    public double min() {
        return Arrays.stream(values).min().orElseThrow();
    }

    /** Greatest value. */
    public double max() {
        return Arrays.stream(values).max().orElseThrow();
    }

    /** How its values are known. */
    public Provenance provenance() {
        return provenance;
    }

    /** Where they are from, for a person. */
    public String source() {
        return source;
    }
}
