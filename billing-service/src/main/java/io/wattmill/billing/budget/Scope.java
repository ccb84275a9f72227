// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whom a budget is for. */
public enum Scope {
    ORGANIZATION(1),
    PROJECT(2),
    KEY(3),
    AGENT(4);

    private final int id;

    Scope(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }

    /** The name on the wire. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of a name. */
    public static Optional<Scope> labelled(String label) {
        return Arrays.stream(values()).filter(scope -> scope.label().equals(label)).findFirst();
    }

    /** The scope of a number in the tables. */
    public static Scope numbered(int id) {
        return Arrays.stream(values()).filter(scope -> scope.id == id).findFirst().orElseThrow();
    }
}
