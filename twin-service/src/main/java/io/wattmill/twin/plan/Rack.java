// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.OptionalLong;

/**
 * A rack.
 *
 * @param id name within the plan
 * @param breakers ids of the breakers that supply it; in normal operation they share its load
 *     evenly
 * @param ratedWatts power (and heat) that the rack position takes; empty when the plan does not say
 * @param nodes what stands in it
 */
public record Rack(
        String id, List<String> breakers, OptionalLong ratedWatts, List<NodeGroup> nodes) {

    /** Copies its lists. */
    public Rack {
        breakers = List.copyOf(breakers);
        nodes = List.copyOf(nodes);
    }
}
