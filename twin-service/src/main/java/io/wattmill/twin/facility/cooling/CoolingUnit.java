// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/**
 * One unit of a bank: a CDU, an air handler, a chiller, a tower; or a loop's pump.
 *
 * @param id name within the plan
 * @param fedBy power units that feed it; without a live one it stands still
 */
public record CoolingUnit(String id, List<String> fedBy) {

    /** Copies its list. */
    public CoolingUnit {
        fedBy = List.copyOf(fedBy);
    }
}
