// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.Rack;

import java.util.List;

/**
 * What is while some units are gone.
 *
 * @param dark racks without power
 * @param state watts by unit
 */
record Without(List<Rack> dark, PowerFlow.State state) {
    long watts(PowerUnit unit) {
        return state.watts(unit);
    }
}
