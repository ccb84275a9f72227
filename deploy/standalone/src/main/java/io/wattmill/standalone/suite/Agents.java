// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineRole;
import io.wattmill.agent.inference.KvEventsConfig;
import io.wattmill.twin.emulator.EmulatedNodeAddress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which agents a suite needs: one per emulated node, and one for the engines of this host, if any
 * is configured or was found.
 */
final class Agents {
    private Agents() {}

    /**
     * @param emulated nodes of the emulated fleet
     * @param configured section `agent`: the bounds of all agents, and the engines of this host
     * @param finds whether this host has engines that its agent will find
     */
    static List<AgentConfig> of(
            List<EmulatedNodeAddress> emulated, AgentConfig configured, boolean finds) {
        var agents = new ArrayList<AgentConfig>();
        emulated.forEach(node -> agents.add(watching(node, configured)));
        if (!configured.engines().isEmpty() || finds) {
            agents.add(configured);
        }
        return agents;
    }

    private static AgentConfig watching(EmulatedNodeAddress node, AgentConfig bounds) {
        var engine =
                new EngineConfig(
                                node.nodeId(),
                                node.engineUrl(),
                                EngineKind.VLLM,
                                node.gpuType(),
                                List.of(),
                                node.gpus(),
                                node.maxRunning())
                        .publishing(new KvEventsConfig(node.kvEventsPort(), node.kvReplayPort(), 1))
                        .as(EngineRole.valueOf(node.role().name()));
        return bounds.watching(
                node.nodeId(),
                node.zone(),
                emulated(node.labels()),
                Optional.of(node.deviceMetricsUrl()),
                List.of(engine));
    }

    /** The scoreboard tells figures of emulated devices from measured ones by this label. */
    private static Map<String, String> emulated(Map<String, String> labels) {
        var marked = new HashMap<>(labels);
        marked.put("emulated", "true");
        return Map.copyOf(marked);
    }
}
