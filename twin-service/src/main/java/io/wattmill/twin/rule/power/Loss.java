// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.Rack;

import java.util.List;

/** What a loss comes to. */
sealed interface Loss {
    /** These racks have no other way to power. */
    record Dark(List<Rack> racks) implements Loss {}

    /** Of all that takes over, this is the fullest. */
    record Survived(PowerUnit fullest, long watts, long limitWatts) implements Loss {
        double share() {
            return (double) watts / limitWatts;
        }
    }

    /** No rack lost power, and nothing is left that carries any. */
    record Idle() implements Loss {}
}
