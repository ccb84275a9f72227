// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer.json;

import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SortedMap;
import java.util.TreeMap;

/** An answer's figures without their intervals, for lists and comparisons. */
public final class Summary {
    /** Digits: beyond them is only the order in which sums were made. */
    private static final MathContext DIGITS = new MathContext(9);

    private Summary() {}

    /** Every finite figure by its metric's key: "output_tokens_per_s"; nine digits of it. */
    public static SortedMap<String, Double> of(Metrics metrics) {
        var summary = new TreeMap<String, Double>();
        for (var metric : Metric.values()) {
            metrics.figure(metric)
                    .filter(figure -> Double.isFinite(figure.value()))
                    .ifPresent(figure -> summary.put(Names.lower(metric), rounded(figure.value())));
        }
        return summary;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
