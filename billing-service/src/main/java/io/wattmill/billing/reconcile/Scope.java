// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a window is of. */
public enum Scope {
    ENGINE(1),
    /** The devices and hosts of a node, by the counters that its agent reads. */
    NODE(2),
    /** The kWh meter of a node. */
    NODE_METER(3),
    /** The kWh meter of a zone. */
    ZONE_METER(4);

    private final int id;

    Scope(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }

    /** The scope with this number. */
    public static Scope of(int id) {
        return Arrays.stream(values()).filter(scope -> scope.id == id).findFirst().orElseThrow();
    }

    /** The scope with this name, as {@link #text} gives it. */
    public static Optional<Scope> named(String name) {
        return Arrays.stream(values()).filter(scope -> scope.text().equals(name)).findFirst();
    }

    /** Its name for people. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
