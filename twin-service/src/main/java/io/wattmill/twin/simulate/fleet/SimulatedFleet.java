// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.fleet;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Engines that serve one model.
 *
 * @param name what a report calls it
 * @param engines at least one; those of one node follow each other
 * @param prefixCache whether engines keep the blocks of prompts for others that begin alike
 */
public record SimulatedFleet(String name, List<FleetEngine> engines, boolean prefixCache) {

    /** Refuses an empty fleet, and one that serves several models. */
    public SimulatedFleet {
        engines = List.copyOf(engines);
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("a fleet has at least one engine");
        }
        if (engines.stream().map(FleetEngine::served).distinct().count() > 1) {
            throw new IllegalArgumentException("a fleet serves one model");
        }
    }

    /**
     * Equal engines with prefix caches.
     *
     * @param count how many
     * @param perNode how many of them share a node
     */
    public static SimulatedFleet uniform(
            String name, int count, int perNode, EngineModel model, BatchLimits limits) {
        String served = model.model().name();
        return new SimulatedFleet(
                name,
                IntStream.range(0, count)
                        .mapToObj(
                                i ->
                                        new FleetEngine(
                                                "node-" + (i / perNode + 1),
                                                "engine-" + (i % perNode + 1),
                                                served,
                                                model,
                                                limits))
                        .toList(),
                true);
    }

    /** The same engines without a prefix cache. */
    public SimulatedFleet withoutPrefixCache() {
        return new SimulatedFleet(name, engines, false);
    }

    /** Name of the model. */
    public String served() {
        return engines.getFirst().served();
    }

    /** GPUs of all engines. */
    public int gpus() {
        return engines.stream().mapToInt(FleetEngine::gpus).sum();
    }
}
