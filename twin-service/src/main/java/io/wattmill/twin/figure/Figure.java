// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.figure;

import io.wattmill.router.engine.Provenance;

/**
 * A value with the interval that it most likely lies in (about nine times in ten), how it is known
 * and from where. Its unit stands in the name of whatever holds it. Arithmetic treats the ends as
 * bounds (interval arithmetic), which is wider than independent errors would make it: the errors of
 * one model are not independent. Never money that is owed and never a meter's reading.
 *
 * @param value best estimate
 * @param low lower end, at most {@code value}
 * @param high upper end, at least {@code value}
 * @param provenance how it is known
 * @param source where from, in a few words
 */
public record Figure(double value, double low, double high, Provenance provenance, String source) {

    /** Refuses what is no number and ends that do not enclose the value. */
    public Figure {
        boolean finite = Double.isFinite(low) && Double.isFinite(high);
        if (!finite || !(low <= value) || !(value <= high)) {
            throw new IllegalArgumentException("figure: " + low + " <= " + value + " <= " + high);
        }
    }

    /** A value without an interval. */
    public static Figure exact(double value, Provenance provenance, String source) {
        return new Figure(value, value, value, provenance, source);
    }

    /**
     * A value and its relative error.
     *
     * @param error share of the value, at least 0: 0.1 is ten percent either way
     */
    public static Figure within(double value, double error, Provenance provenance, String source) {
        double half = Math.abs(value) * error;
        return new Figure(value, value - half, value + half, provenance, source);
    }

    /** The sum. */
    public Figure plus(Figure other) {
        return new Figure(
                value + other.value,
                low + other.low,
                high + other.high,
                provenance.and(other.provenance),
                sources(other));
    }

    /** The product; both are at least 0. */
    public Figure times(Figure other) {
        return new Figure(
                value * other.value,
                low * other.low,
                high * other.high,
                provenance.and(other.provenance),
                sources(other));
    }

    /** The product with a number that is exact and at least 0. */
    public Figure times(double factor) {
        return new Figure(value * factor, low * factor, high * factor, provenance, source);
    }

    /** The quotient; both are at least 0 and the other one's low end is above it. */
    public Figure per(Figure other) {
        return new Figure(
                value / other.value,
                low / other.high,
                high / other.low,
                provenance.and(other.provenance),
                sources(other));
    }

    private String sources(Figure other) {
        return source.equals(other.source) ? source : source + "; " + other.source;
    }
}
