// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.hosted;

import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.HostedModel;
import io.wattmill.router.fleet.HostedTerms;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeReading.Health;
import io.wattmill.router.fleet.ProviderPrice;
import io.wattmill.router.fleet.ServedModel;
import io.wattmill.router.hosted.HostedConfig.HostedModelConfig;
import io.wattmill.router.hosted.HostedConfig.HostedNodeConfig;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Speaks for hosted APIs as agents speak for their nodes. They are told of as joining until agents
 * had time to come back: a router that has just begun must not pay others for what its own engines
 * can serve in a moment. After that they are never silent; whether one works is seen by requests
 * alone.
 */
public final class HostedNodes {
    /** The configuration changes with the process only. */
    private static final String BOOT = "configuration";

    /** The one engine of such a node. */
    private static final String ENGINE = "api";

    private static final String LABEL = "hosted";

    private final List<NodeDescription> nodes;
    private final long servesFromNanos;
    private boolean serving;

    /**
     * @param servesFromNanos monotonic time from which they take work
     */
    public HostedNodes(HostedConfig config, long servesFromNanos) {
        this.nodes =
                config.nodes().entrySet().stream()
                        .map(node -> describe(node.getKey(), node.getValue()))
                        .toList();
        this.servesFromNanos = servesFromNanos;
    }

    /** Says that they are there; call it more often than a node may be silent. */
    public void tend(Fleet fleet, Moment now) {
        boolean gathered = now.nanos() - servesFromNanos >= 0;
        nodes.forEach(node -> tend(node, gathered, fleet, now));
        serving = gathered;
    }

    private void tend(NodeDescription node, boolean gathered, Fleet fleet, Moment now) {
        if (!serving) {
            fleet.join(node, now);
        }
        if (gathered) {
            fleet.report(node.nodeId(), reading(now), now);
        }
    }

    /**
     * Only the first one speaks of the engine: later ones would forgive what requests have seen.
     */
    private NodeReading reading(Moment now) {
        List<EngineReading> engines = serving ? List.of() : List.of(READY);
        return new NodeReading(now.epochUs(), List.of(), engines, Health.HEALTHY, "");
    }

    private static final EngineReading READY =
            new EngineReading(
                    ENGINE, true, "", 0, 0, 0, new Counters(0, 0, 0, 0), Optional.empty());

    private static NodeDescription describe(String name, HostedNodeConfig config) {
        Map<String, String> labels = new HashMap<>(config.labels());
        labels.put(LABEL, "true");
        return new NodeDescription(
                name, BOOT, config.zone(), Map.copyOf(labels), List.of(), List.of(engine(config)));
    }

    private static EngineDescription engine(HostedNodeConfig config) {
        List<ServedModel> served =
                config.models().entrySet().stream()
                        .map(
                                model ->
                                        new ServedModel(
                                                model.getKey(),
                                                model.getValue().contextTokens(),
                                                Set.of()))
                        .toList();
        return new EngineDescription(
                ENGINE,
                "",
                EngineKinds.HOSTED,
                served,
                List.of(),
                1,
                0,
                config.maxInFlight(),
                Optional.of(terms(config)));
    }

    private static HostedTerms terms(HostedNodeConfig config) {
        Map<String, HostedModel> models = new HashMap<>();
        config.models().forEach((name, model) -> models.put(name, model(name, model)));
        return new HostedTerms(
                config.maxInFlight(),
                config.firstToken().toNanos(),
                config.eachToken().toNanos(),
                models);
    }

    private static HostedModel model(String name, HostedModelConfig config) {
        String upstream = config.upstreamModel().isEmpty() ? name : config.upstreamModel();
        return new HostedModel(
                upstream,
                new ProviderPrice(
                        config.input(),
                        config.cachedInput().orElse(config.input()),
                        config.output()));
    }
}
