// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * Chillers that share a loop evenly.
 *
 * @param id name within the plan
 * @param count how many there are, at least 1
 * @param ratedHeatWatts heat that one of them may take out of the loop
 * @param cop how good they are
 * @param evaporatorApproachK how far below the loop's supply they take the heat
 * @param condenserApproachK how far above what rejects it they give it away
 */
public record ChillerBank(
        String id,
        int count,
        double ratedHeatWatts,
        CopCurve cop,
        Figure evaporatorApproachK,
        Figure condenserApproachK) {
    /** Evaporators: 1 to 3 K, assumed. */
    public static final Figure EVAPORATOR_APPROACH =
            new Figure(2, 1, 3, Provenance.ASSUMED, "evaporator 1-3 K");

    /** Condensers: 5 K of rise of the condenser's water and 2 K of approach, assumed. */
    public static final Figure CONDENSER_APPROACH =
            new Figure(7, 5, 9, Provenance.ASSUMED, "condenser 5-9 K");
}
