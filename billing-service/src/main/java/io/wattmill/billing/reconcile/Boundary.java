// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a kWh meter stands: whose energy it counts. */
public enum Boundary {
    /** Devices and hosts. */
    IT(1),
    /** Devices, hosts and what the facility takes for them: cooling, conversion, lights. */
    FACILITY(2);

    private final int id;

    Boundary(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }

    /** The boundary with this number. */
    public static Boundary of(int id) {
        return Arrays.stream(values()).filter(one -> one.id == id).findFirst().orElseThrow();
    }

    /** The boundary with this name, as {@link #text} gives it. */
    public static Optional<Boundary> named(String name) {
        return Arrays.stream(values()).filter(one -> one.text().equals(name)).findFirst();
    }

    /** Its name for people. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
