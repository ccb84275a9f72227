// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.wattmill.agent.buffer.BufferConfig;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.energy.EnergyConfig;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.agent.page.PageConfig;
import io.wattmill.agent.sampling.SamplingConfig;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code agent}: one node, its devices and engines, and the bounds of watching them.
 */
public record AgentConfig(
        @Setting(value = "local", doc = "Name of this node, unique in the fleet.") String nodeId,
        @Setting(value = "", doc = "Where the node stands.") String zone,
        @Setting(value = "", doc = "What placement may ask for.") Map<String, String> labels,
        @Secret @Setting(value = "", doc = "Shared with router and billing beyond loopback.")
                String joinSecret,
        DevicesConfig devices,
        @Setting(value = "", doc = "The engines of this node.") List<EngineConfig> engines,
        SamplingConfig sampling,
        ScrapeConfig scrape,
        EnergyConfig energy,
        BufferConfig buffer,
        LinkConfig link,
        @Setting(
                        value = "500ms",
                        min = 0,
                        max = 60_000,
                        doc = "Longest wait at the end for billing.")
                Duration flushTimeout,
        DiscoveryConfig discovery,
        PageConfig page) {

    /** Checks that engines have names of their own. */
    public AgentConfig {
        labels = Map.copyOf(labels);
        engines = List.copyOf(engines);
        Set<String> ids = new HashSet<>();
        for (EngineConfig engine : engines) {
            if (!ids.add(engine.id())) {
                throw new IllegalArgumentException("two engines are called " + engine.id());
            }
        }
    }

    /** The same bounds for another node: what a program that knows its nodes starts agents with. */
    public AgentConfig watching(
            String node,
            String inZone,
            Map<String, String> withLabels,
            Optional<URI> dcgmUrl,
            List<EngineConfig> itsEngines) {
        return new AgentConfig(
                node,
                inZone,
                withLabels,
                joinSecret,
                devices.elsewhere(dcgmUrl),
                itsEngines,
                sampling,
                scrape,
                energy,
                buffer,
                link,
                flushTimeout,
                discovery,
                page);
    }
}
