// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.terms;

import java.util.Locale;

/** What is to be spent least of. */
public enum CostUnit {
    JOULES,
    PRICE,
    CARBON;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name that the router knows it by. */
    public String label() {
        return label;
    }
}
