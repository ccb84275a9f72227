// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;
import java.util.Optional;

/**
 * Facility water that takes heat from CDUs and air handlers.
 *
 * @param id name within the plan
 * @param supplyC temperature that is held as long as the plant can
 * @param limitC temperature that the supply may rise to, at least {@code supplyC}
 * @param riseK by how much the water warms up
 * @param pump of the loop, all of it
 * @param pumpFedBy power units that feed it
 * @param chillers what helps where the weather does not do; empty = none
 * @param rejection what gives the heat away
 */
public record WaterLoop(
        String id,
        double supplyC,
        double limitC,
        double riseK,
        Mover pump,
        List<String> pumpFedBy,
        Optional<ChillerBank> chillers,
        Rejection rejection) {

    /** Refuses a limit below the supply and water that does not warm up. */
    public WaterLoop {
        if (limitC < supplyC || !(riseK > 0)) {
            throw new IllegalArgumentException(
                    id + ": supply " + supplyC + ", limit " + limitC + ", rise " + riseK);
        }
        pumpFedBy = List.copyOf(pumpFedBy);
    }

    /** Name of the pump among all that draws power. */
    String pumpId() {
        return id + " pump";
    }
}
