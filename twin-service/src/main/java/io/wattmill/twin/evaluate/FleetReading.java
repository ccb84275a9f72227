// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import java.util.List;

/** What a fleet file came to. */
public sealed interface FleetReading {
    /** A fleet. */
    record Understood(FleetSpec fleet) implements FleetReading {}

    /** All that is wrong with it: place, problem and way out, one to a line. */
    record Refused(List<String> problems) implements FleetReading {}
}
