// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is compared. */
public enum Measure {
    REQUESTS(1),
    PROMPT_TOKENS(2),
    CACHED_TOKENS(3),
    OUTPUT_TOKENS(4),
    DEVICE_UJ(5),
    HOST_UJ(6),
    /** Microjoules of a kWh meter. */
    SITE_METER(7);

    /** What an engine counts. */
    public static final List<Measure> OF_ENGINES =
            List.of(REQUESTS, PROMPT_TOKENS, CACHED_TOKENS, OUTPUT_TOKENS);

    private final int id;

    Measure(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }

    /** The measure with this number. */
    public static Measure of(int id) {
        return Arrays.stream(values())
                .filter(measure -> measure.id == id)
                .findFirst()
                .orElseThrow();
    }

    /** Its name for people. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
