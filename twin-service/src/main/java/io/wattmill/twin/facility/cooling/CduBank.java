// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * Coolant distribution units that share a secondary loop evenly: the racks' water goes around in
 * it.
 *
 * @param id name within the plan
 * @param count how many there are, at least 1
 * @param ratedHeatWatts what one of them may carry
 * @param ratedLitresPerMinute flow of one of them
 * @param pump of one of them
 * @param coolant what goes around
 * @param riseK by how much it warms up in the racks
 * @param loop id of the water loop that takes the heat
 * @param fedBy power units that feed the pumps
 */
public record CduBank(
        String id,
        int count,
        double ratedHeatWatts,
        double ratedLitresPerMinute,
        Mover pump,
        Coolant coolant,
        double riseK,
        String loop,
        List<String> fedBy) {

    /** Copies its list. */
    public CduBank {
        fedBy = List.copyOf(fedBy);
    }
}
