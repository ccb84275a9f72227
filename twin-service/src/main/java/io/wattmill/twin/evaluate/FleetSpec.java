// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fleet that policies are compared on.
 *
 * @param groups at least one, all of one model
 */
public record FleetSpec(List<EngineGroup> groups) {
    /** The default of {@code route-eval}. */
    public static final FleetSpec USUAL = new FleetSpec(List.of(EngineGroup.usual()));

    /** Refuses an empty fleet. */
    public FleetSpec {
        groups = List.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a fleet has nodes");
        }
    }

    /** Its engines, one for each node, with prefix caches. */
    public SimulatedFleet fleet() {
        List<FleetEngine> engines = new ArrayList<>();
        for (EngineGroup group : groups) {
            EngineModel model = group.engine();
            for (int i = 0; i < group.count(); i++) {
                String node = "node-" + (engines.size() + 1);
                String served = group.model().name();
                engines.add(new FleetEngine(node, "engine-1", served, model, group.limits()));
            }
        }
        return new SimulatedFleet(words(), engines, true);
    }

    /** Name of the model. */
    public String model() {
        return groups.getFirst().model().name();
    }

    /** For people: "4 x 1 h100-sxm + 4 x 1 a100-sxm". */
    public String words() {
        return groups.stream().map(EngineGroup::words).collect(Collectors.joining(" + "));
    }

    int nodes() {
        return groups.stream().mapToInt(EngineGroup::count).sum();
    }

    /** Tokens of the smallest KV cache: no request may need more. */
    long leastKvTokens() {
        return groups.stream().mapToLong(EngineGroup::kvTokens).min().orElseThrow();
    }
}
