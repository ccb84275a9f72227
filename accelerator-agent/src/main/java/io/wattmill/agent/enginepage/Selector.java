// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.exposition.Decimal;
import io.wattmill.agent.exposition.Sample;

import java.util.Optional;

/**
 * One way in which a figure is told.
 *
 * @param metric name of the metric
 * @param label the label that a sample must have, or empty
 * @param wanted the value of that label
 * @param numberLabel the label in which the number stands, or empty: it is the sample's value
 */
record Selector(String metric, String label, String wanted, String numberLabel) {

    /** How the series of a histogram that counts by bounds ends. */
    private static final String BUCKET = "_bucket";

    /** Reads {@code name}, {@code name{label=value}} or {@code name[label]}. */
    static Selector of(String text) {
        int brace = text.indexOf('{');
        if (brace > 0) {
            String[] pair = text.substring(brace + 1, text.length() - 1).split("=", 2);
            return new Selector(text.substring(0, brace), pair[0], pair[1], "");
        }
        int bracket = text.indexOf('[');
        return bracket > 0
                ? new Selector(
                        text.substring(0, bracket),
                        "",
                        "",
                        text.substring(bracket + 1, text.length() - 1))
                : new Selector(text, "", "", "");
    }

    /** The same of a histogram's buckets. */
    Selector buckets() {
        return new Selector(metric + BUCKET, label, wanted, numberLabel);
    }

    boolean takes(Sample sample) {
        return (label.isEmpty() || sample.label(label).equals(wanted))
                && number(sample).isPresent();
    }

    /** The number that the sample tells. */
    Optional<Decimal> number(Sample sample) {
        return numberLabel.isEmpty()
                ? Optional.of(sample.value())
                : Decimal.of(sample.label(numberLabel));
    }
}
