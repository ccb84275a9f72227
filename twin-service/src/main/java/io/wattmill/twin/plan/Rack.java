// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A rack.
 *
 * @param id name within the plan
 * @param breakers ids of the breakers that supply it; in normal operation they share its load
 *     evenly
 * @param ratedWatts power (and heat) that the rack position takes; empty when the plan does not say
 * @param nodes what stands in it
 * @param coolantUnit id of the coolant unit that it hangs on
 * @param massKg of the rack with all that stands in it
 * @param footprintCm2 floor that bears it
 */
public record Rack(
        String id,
        List<String> breakers,
        OptionalLong ratedWatts,
        List<NodeGroup> nodes,
        Optional<String> coolantUnit,
        OptionalLong massKg,
        OptionalLong footprintCm2) {

    /** A rack cooled by air, of which the plan does not say what it weighs. */
    public Rack(String id, List<String> breakers, OptionalLong ratedWatts, List<NodeGroup> nodes) {
        this(
                id,
                breakers,
                ratedWatts,
                nodes,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Copies its lists. */
    public Rack {
        breakers = List.copyOf(breakers);
        nodes = List.copyOf(nodes);
    }
}
