// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.availability;

import io.wattmill.twin.figure.Figure;

/**
 * One unit that may be out.
 *
 * @param id name of its kind: several of one id stand in for each other
 * @param availability share of the time that it works, above 0
 */
public record Component(String id, Figure availability) {

    /** Refuses a part that never works: a site without it is another site. */
    public Component {
        if (!(availability.low() > 0)) {
            throw new IllegalArgumentException(id + " never works");
        }
    }
}
