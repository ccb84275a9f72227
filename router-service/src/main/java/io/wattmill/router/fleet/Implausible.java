// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Locale;

/** What cannot be true of a report. */
public enum Implausible {
    /** Sequence numbers of one boot only grow. */
    SEQUENCE_BACK,
    /** The agent's clock and the router's are too far apart. */
    CLOCK_SKEW,
    /** A count, a power or a price in joules below nothing. */
    NEGATIVE,
    /** More than any engine or board can have. */
    ABSURD,
    /** Less than the board draws when it idles, by far. */
    POWER_BELOW_FLOOR,
    /** More than the board may draw, by far. */
    POWER_ABOVE_CAP,
    /** Energy only grows. */
    ENERGY_BACK,
    /** The counter grew by less than an idle board draws. */
    ENERGY_SLOW,
    /** The counter grew by more than the board may draw. */
    ENERGY_FAST,
    /** A KV cache holds no more than all of itself. */
    KV_OVERFULL,
    /** Tokens only grow while an engine runs. */
    TOKENS_BACK,
    /** It claims no load while requests of this router run there. */
    LOAD_DENIED;

    /** Value of a metric's label: {@code power-below-floor}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
