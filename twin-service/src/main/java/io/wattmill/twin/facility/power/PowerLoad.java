// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import java.util.List;

/**
 * Whatever takes power out of the chain.
 *
 * @param id name
 * @param fedBy units that feed it, sharing evenly while they are live; at least one
 */
public record PowerLoad(String id, List<String> fedBy) {

    /** Copies its list. */
    public PowerLoad {
        fedBy = List.copyOf(fedBy);
        if (fedBy.isEmpty()) {
            throw new IllegalArgumentException(id + " hangs on nothing");
        }
    }
}
