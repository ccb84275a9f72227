// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.terms;

import java.util.Locale;

/** How the router is to choose an engine; the router has the rules. */
public enum Mode {
    LATENCY,
    BALANCED,
    EFFICIENCY,
    LEAST_TTFT,
    ROUND_ROBIN,
    RANDOM,
    LEAST_REQUEST,
    POWER_OF_TWO,
    STICKY_HASH,
    CACHE_AWARE,
    WEIGHTED,
    STICKY_UNTIL_SATURATED,
    KV_COST;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name that the router knows it by, for example {@code least-ttft}. */
    public String label() {
        return label;
    }
}
