// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import java.util.Locale;

/** What a figure's value rests on in the end. */
enum Trust {
    /** Meters, counters and clocks of the site itself. */
    MEASURED,
    /** Derived by a factor or a sample that stands for the rest. */
    ESTIMATED,
    /** At least one of its inputs is the meter of an emulated device. */
    TWIN;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
