// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * Air handlers that share a room evenly. Air warms up by the same in racks whatever they draw, so
 * that its flow goes with the heat.
 *
 * @param id name within the plan
 * @param count how many there are, at least 1
 * @param ratedHeatWatts sensible heat that one of them may carry
 * @param fan of one of them
 * @param loop id of the water loop that takes the heat
 * @param fedBy power units that feed the fans
 */
public record CrahBank(
        String id, int count, double ratedHeatWatts, Mover fan, String loop, List<String> fedBy) {

    /** Copies its list. */
    public CrahBank {
        fedBy = List.copyOf(fedBy);
    }
}
