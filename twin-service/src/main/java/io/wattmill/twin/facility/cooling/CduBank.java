// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * Coolant distribution units that share a secondary loop evenly: the racks' water goes around in
 * it.
 *
 * @param id name of the bank
 * @param units its members, alike; at least one
 * @param ratedHeatWatts what one of them may carry
 * @param ratedLitresPerMinute flow of one of them
 * @param pump of one of them
 * @param coolant what goes around
 * @param riseK by how much it warms up in the racks
 * @param loop id of the water loop that takes the heat
 * @param from name of the secondary loop; the bank's own, where it has it for itself
 */
public record CduBank(
        String id,
        List<CoolingUnit> units,
        double ratedHeatWatts,
        double ratedLitresPerMinute,
        Mover pump,
        Coolant coolant,
        double riseK,
        String loop,
        String from)
        implements HeatBank {

    /** A bank that has its secondary loop for itself. */
    public CduBank(
            String id,
            List<CoolingUnit> units,
            double ratedHeatWatts,
            double ratedLitresPerMinute,
            Mover pump,
            Coolant coolant,
            double riseK,
            String loop) {
        this(id, units, ratedHeatWatts, ratedLitresPerMinute, pump, coolant, riseK, loop, id);
    }

    /** Copies its list. */
    public CduBank {
        units = List.copyOf(units);
    }
}
