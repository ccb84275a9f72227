// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.fleet;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Engines that serve one model.
 *
 * @param name what a report calls it
 * @param engines that make tokens, at least one; those of one node follow each other
 * @param prefixCache whether engines keep the blocks of prompts for others that begin alike
 * @param prefill engines that compute the prompts for them, if others do
 */
public record SimulatedFleet(
        String name,
        List<FleetEngine> engines,
        boolean prefixCache,
        Optional<PrefillPool> prefill) {

    /** Engines that compute their prompts themselves. */
    public SimulatedFleet(String name, List<FleetEngine> engines, boolean prefixCache) {
        this(name, engines, prefixCache, Optional.empty());
    }

    /** Refuses an empty fleet, and one that serves several models. */
    public SimulatedFleet {
        engines = List.copyOf(engines);
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("a fleet has at least one engine");
        }
        if (all(engines, prefill).map(FleetEngine::served).distinct().count() > 1) {
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
        return new SimulatedFleet(name, engines, false, prefill);
    }

    /** The same engines, for which others compute the prompts. */
    public SimulatedFleet behind(PrefillPool pool) {
        return new SimulatedFleet(name, engines, prefixCache, Optional.of(pool));
    }

    /** The same with every engine changed, those that compute prompts for others too. */
    public SimulatedFleet each(UnaryOperator<FleetEngine> change) {
        return new SimulatedFleet(
                name,
                engines.stream().map(change).toList(),
                prefixCache,
                prefill.map(pool -> pool.of(pool.engines().stream().map(change).toList())));
    }

    /** Engines that prompts go to. */
    public List<FleetEngine> entrances() {
        return prefill.map(PrefillPool::engines).orElse(engines);
    }

    /** All engines: those that compute prompts for others first. */
    public List<FleetEngine> everyEngine() {
        return all(engines, prefill).toList();
    }

    private static Stream<FleetEngine> all(
            List<FleetEngine> engines, Optional<PrefillPool> prefill) {
        return Stream.concat(
                prefill.stream().flatMap(pool -> pool.engines().stream()), engines.stream());
    }

    /** Name of the model. */
    public String served() {
        return engines.getFirst().served();
    }

    /** GPUs of all engines. */
    public int gpus() {
        return all(engines, prefill).mapToInt(FleetEngine::gpus).sum();
    }
}
