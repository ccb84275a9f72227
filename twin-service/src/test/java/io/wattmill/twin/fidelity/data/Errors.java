// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Relative errors of predictions.
 *
 * @param rows how many
 * @param median of the absolute values
 * @param mean of the absolute values
 * @param p90 of the absolute values
 * @param bias of the sums: sum of predictions / sum of measurements - 1
 */
public record Errors(int rows, double median, double mean, double p90, double bias) {
    /** Of {@code predicted} against {@code measured}, which is above zero. */
    public static <T> Errors of(
            List<T> rows, ToDoubleFunction<T> measured, ToDoubleFunction<T> predicted) {
        return of(
                rows.stream().mapToDouble(measured).toArray(),
                rows.stream().mapToDouble(predicted).toArray());
    }

    /** Of {@code told} against {@code actual}, which is above zero. */
    public static Errors of(double[] actual, double[] told) {
        double[] absolute = new double[actual.length];
        Arrays.setAll(absolute, i -> Math.abs(told[i] / actual[i] - 1));
        Arrays.sort(absolute);
        return new Errors(
                actual.length,
                at(absolute, 0.5),
                Arrays.stream(absolute).average().orElse(Double.NaN),
                at(absolute, 0.9),
                Arrays.stream(told).sum() / Arrays.stream(actual).sum() - 1);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1.0, sorted.length * share)];
    }

    /** For a table. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "n %4d   median %5.1f %%   p90 %5.1f %%   of means %+5.1f %%",
                rows,
                median * 100,
                p90 * 100,
                bias * 100);
    }
}
