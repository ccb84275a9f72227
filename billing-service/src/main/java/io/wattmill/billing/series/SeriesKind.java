// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a series says of each hour. */
public enum SeriesKind {
    /** Currency per kWh drawn by the site. */
    PRICE(1, "currency per kWh", "0", "100"),
    /** Grams of CO2 equivalent per kWh drawn by the site. */
    CARBON(2, "g CO2e per kWh", "0", "5000"),
    /** Power usage effectiveness, a ratio. */
    PUE(3, "a ratio", "1", "10"),
    /** What a kWh meter counted in the hour: no cost is made from it. */
    METER(4, "kWh", "0", "2000000");

    private final int id;
    private final String unit;
    private final BigDecimal least;
    private final BigDecimal most;

    SeriesKind(int id, String unit, String least, String most) {
        this.id = id;
        this.unit = unit;
        this.least = new BigDecimal(least);
        this.most = new BigDecimal(most);
    }

    /** The number in the table; never reused. */
    public int id() {
        return id;
    }

    /** The kind with this number. */
    public static Optional<SeriesKind> of(int id) {
        return Arrays.stream(values()).filter(kind -> kind.id == id).findFirst();
    }

    /** The kind with this name, in lower case. */
    public static Optional<SeriesKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(name)).findFirst();
    }

    /** Its name for people. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allows(BigDecimal value) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    String range() {
        return "from " + least + " to " + most + " (" + unit + ")";
    }
}
