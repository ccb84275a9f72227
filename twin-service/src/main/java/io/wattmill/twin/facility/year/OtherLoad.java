// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.year;

import io.wattmill.twin.figure.Figure;

import java.util.List;

/**
 * Light, offices and whatever else hangs on the site's meter. Its heat is no matter of the hall.
 *
 * @param watts drawn in every hour
 * @param fedBy power units that feed it
 */
public record OtherLoad(Figure watts, List<String> fedBy) {

    /** Copies its list. */
    public OtherLoad {
        fedBy = List.copyOf(fedBy);
    }
}
