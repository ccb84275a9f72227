// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import java.util.Locale;

/** Whether a request was placed although no engine would serve it in time, and where then. */
public enum Lateness {
    /** Some engine serves it in time, or the policy does not look. */
    NONE,
    /** It joins the engine that is late already, so that the others stay in time. */
    LINE,
    /** It joins none: the least late engine takes it. */
    LEAST_LATE;

    /** Label of metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
