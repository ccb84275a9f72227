// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

import java.util.Locale;

/** Who bears a row's joules and cost; in the order of {@code cost_line.bearer}, from 1. */
public enum Bearing {
    /** Requests, and with them the project that made them. */
    REQUESTS,
    /** A project that keeps a node for itself, while the node had no request. */
    RESERVED,
    /** Nobody: windows without requests. */
    EMPTY,
    /** Nobody: joules that nothing explains. */
    UNATTRIBUTED;

    static Bearing of(int number) {
        return values()[number - 1];
    }

    /** The name in an answer. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
