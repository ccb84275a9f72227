// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

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
    /** Manage the keys and agents of the key's own project. */
    KEYS("keys"),
    /**
     * Manage the projects of the key's own organization and all below them; implies {@link #KEYS}.
     */
    ORGANIZATION("organization"),
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

    /** Whether whoever has this scope has what {@code other} stands for. */
    public boolean implies(Scope other) {
        return this == other || this == ADMIN || this == ORGANIZATION && other == KEYS;
    }

    /** Whether one of {@code scopes} implies {@code wanted}. */
    public static boolean anyImplies(Set<Scope> scopes, Scope wanted) {
        for (Scope scope : scopes) {
            if (scope.implies(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** The scope that is stored as {@code text}; empty for one that this version does not know. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
