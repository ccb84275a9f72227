// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import io.micrometer.core.instrument.MeterRegistry;

/** Where every bound of the house reports that it was reached. */
public final class Limits {

    /** Counter with one label, {@code limit}: the configuration path of the bound. */
    public static final String COUNTER = "wattmill_limit_hits";

    private Limits() {}

    /**
     * Counts one hit of the named limit. {@code name} is a constant of the code, never client
     * input.
     */
    public static void hit(MeterRegistry registry, String name) {
        registry.counter(COUNTER, "limit", name).increment();
    }
}
