// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.place;

import io.wattmill.router.fleet.DeviceDescription;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.fleet.ServedModel;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the agent of one node says. Power is left out: placement does not ask for it. */
final class NodeAgent {
    private static final Counters UNREAD = new Counters(0, 0, 0, 0);
    private static final long PPM = 1_000_000;

    private final String nodeId;
    private final List<Watched> engines = new ArrayList<>();

    private record Watched(FleetEngine engine, EngineState state) {}

    private NodeAgent(String nodeId) {
        this.nodeId = nodeId;
    }

    static List<NodeAgent> of(SimulatedFleet fleet, List<? extends EngineState> states) {
        Map<String, NodeAgent> agents = new LinkedHashMap<>();
        for (int i = 0; i < states.size(); i++) {
            FleetEngine engine = fleet.engines().get(i);
            agents.computeIfAbsent(engine.nodeId(), NodeAgent::new)
                    .engines
                    .add(new Watched(engine, states.get(i)));
        }
        return List.copyOf(agents.values());
    }

    String nodeId() {
        return nodeId;
    }

    NodeDescription description() {
        return new NodeDescription(
                nodeId,
                "boot",
                "simulated",
                Map.of(),
                engines.stream().flatMap(watched -> devices(watched.engine())).toList(),
                engines.stream().map(watched -> description(watched.engine())).toList());
    }

    private static Stream<DeviceDescription> devices(FleetEngine engine) {
        var gpu = engine.model().gpu();
        return deviceIds(engine)
                .map(id -> new DeviceDescription(id, gpu.name(), gpu.power().capMilliwatts()));
    }

    private static Stream<String> deviceIds(FleetEngine engine) {
        return IntStream.range(0, engine.gpus()).mapToObj(gpu -> engine.engineId() + "-gpu" + gpu);
    }

    private static EngineDescription description(FleetEngine engine) {
        return new EngineDescription(
                        engine.engineId(),
                        "simulated:" + engine.nodeId() + "/" + engine.engineId(),
                        engine.model().backend().kind(),
                        List.of(new ServedModel(engine.served(), 0, Set.of())),
                        deviceIds(engine).toList(),
                        1,
                        engine.limits().kvCapacityTokens(),
                        engine.limits().maxRunning())
                .over(engine.model().parallelism());
    }

    NodeReading read(long atUs) {
        return new NodeReading(
                atUs,
                List.of(),
                engines.stream().map(NodeAgent::read).toList(),
                Health.HEALTHY,
                "");
    }

    private static EngineReading read(Watched watched) {
        EngineState state = watched.state();
        long used = state.kvUsedTokens() * PPM / watched.engine().limits().kvCapacityTokens();
        return new EngineReading(
                watched.engine().engineId(),
                true,
                "",
                state.running(),
                state.waiting(),
                used,
                UNREAD,
                Optional.empty());
    }
}
