// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.List;

/** Shares of time, 0 to 1. */
public final class Availability {
    private static final double HOURS_PER_YEAR = 8_760;

    private Availability() {}

    /**
     * Of one part: {@code MTBF / (MTBF + MTTR)}.
     *
     * @param mtbfHours mean time between failures, above 0
     * @param mttrHours mean time until it works again, at least 0
     */
    public static Figure of(Figure mtbfHours, Figure mttrHours) {
        return new Figure(
                share(mtbfHours.value(), mttrHours.value()),
                share(mtbfHours.low(), mttrHours.high()),
                share(mtbfHours.high(), mttrHours.low()),
                Provenance.DERIVED.and(mtbfHours.provenance()).and(mttrHours.provenance()),
                "MTBF / (MTBF + MTTR)");
    }

    private static double share(double mtbf, double mttr) {
        return mtbf / (mtbf + mttr);
    }

    /** Of parts that are all needed: the product. */
    public static double series(List<Double> parts) {
        return parts.stream().reduce(1.0, (a, b) -> a * b);
    }

    /**
     * Of n parts alike of which k have to work: the sum over i from k to n of C(n, i) A^i
     * (1-A)^(n-i).
     *
     * @param part availability of one, 0 to 1
     */
    public static double kOfN(int k, int n, double part) {
        return k <= 0 ? 1 : Counting.binomialAtMost(n, 1 - part, n - k);
    }

    /** The same part with planned hours a year on top, in which it does not work either. */
    public static double maintained(double part, double hoursPerYear) {
        return part * (1 - hoursPerYear / HOURS_PER_YEAR);
    }

    /** Of something that does not work so many hours a year. */
    public static double ofHoursDown(double hoursPerYear) {
        return 1 - hoursPerYear / HOURS_PER_YEAR;
    }

    /** Hours a year in which it does not work. */
    public static double hoursDown(double availability) {
        return (1 - availability) * HOURS_PER_YEAR;
    }
}
