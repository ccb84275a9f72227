// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Arrays;
import java.util.Optional;

/** A right that a key carries. The text is stored and travels in the sealed principal. */
public enum Scope {
    /** Call models. */
    INFERENCE("inference"),
    /** Read the project's own requests, usage and costs. */
    USAGE("usage"),
    /** Run and read plans on the twin. */
    PLAN("plan"),
    /** Scrape the gateway's metrics. */
    METRICS("metrics"),
    /** Everything else: the factory, the books, the fleet. Implies all others. */
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** The stored form. */
    public String text() {
        return text;
    }

    /** The scope that is stored as {@code text}; empty for one that this version does not know. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
