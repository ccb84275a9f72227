// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.fleet.Node;

import org.jspecify.annotations.Nullable;

/** What is to be spent least of. */
public enum CostUnit {
    /** Energy. */
    JOULES("", "joules", "J", 1e-6),
    /** Money: a node's label {@code price-nano-per-kwh}, in nano-units of the currency. */
    PRICE("price-nano-per-kwh", "money", "millionths", 1e-3 / 3.6e12),
    /** Carbon dioxide: a node's label {@code carbon-ug-per-kwh}. */
    CARBON("carbon-ug-per-kwh", "carbon", "ug CO2", 1 / 3.6e12);

    private final String label;
    private final String word;
    private final String symbol;
    private final double scale;

    CostUnit(String label, String word, String symbol, double scale) {
        this.label = label;
        this.word = word;
        this.symbol = symbol;
        this.scale = scale;
    }

    /**
     * What a microjoule at this node counts for.
     *
     * @return 1 for joules; NaN of a node that does not tell
     */
    double perMicrojoule(Node node) {
        return label.isEmpty() ? 1 : parsed(node.description().labels().get(label));
    }

    private static double parsed(@Nullable String text) {
        try {
            return text == null ? Double.NaN : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** What it is, for a person. */
    String word() {
        return word;
    }

    /** A difference of costs, for a person, for example {@code 47 J more}. */
    String more(double difference) {
        String figure = Words.number(Math.abs(difference * scale));
        return figure + " " + symbol + (difference < 0 ? " less" : " more");
    }
}
