// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * Air handlers that share a room evenly. Air warms up by the same in racks whatever they draw, so
 * that its flow goes with the heat.
 *
 * @param id name of the bank
 * @param units its members, alike; at least one
 * @param ratedHeatWatts sensible heat that one of them may carry
 * @param fan of one of them
 * @param loop id of the water loop that takes the heat
 * @param from name of the room; the bank's own, where it has it for itself
 */
public record CrahBank(
        String id,
        List<CoolingUnit> units,
        double ratedHeatWatts,
        Mover fan,
        String loop,
        String from)
        implements HeatBank {

    /** A bank that has its room for itself. */
    public CrahBank(
            String id, List<CoolingUnit> units, double ratedHeatWatts, Mover fan, String loop) {
        this(id, units, ratedHeatWatts, fan, loop, id);
    }

    /** Copies its list. */
    public CrahBank {
        units = List.copyOf(units);
    }
}
