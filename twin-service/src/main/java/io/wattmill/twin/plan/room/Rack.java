// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.room;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A rack.
 *
 * @param id name within the plan
 * @param fedBy ids of the power units (breakers, busways, PDUs) that supply it; in normal operation
 *     they share its load evenly
 * @param ratedWatts power (and heat) that the rack position takes; empty when the plan does not say
 * @param nodes what stands in it
 * @param coolantUnits ids of the coolant units that it hangs on, which share its heat evenly
 * @param massKg of the rack with all that stands in it
 * @param footprintCm2 floor that bears it
 * @param units height in rack units
 */
public record Rack(
        String id,
        List<String> fedBy,
        OptionalLong ratedWatts,
        List<NodeGroup> nodes,
        List<String> coolantUnits,
        OptionalLong massKg,
        OptionalLong footprintCm2,
        OptionalInt units) {

    /** A rack cooled by air, of which the plan does not say what it weighs. */
    public Rack(String id, List<String> fedBy, OptionalLong ratedWatts, List<NodeGroup> nodes) {
        this(
                id,
                fedBy,
                ratedWatts,
                nodes,
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty());
    }

    /** Copies its lists. */
    public Rack {
        fedBy = List.copyOf(fedBy);
        nodes = List.copyOf(nodes);
        coolantUnits = List.copyOf(coolantUnits);
    }
}
