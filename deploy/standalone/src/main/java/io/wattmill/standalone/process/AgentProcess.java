// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.agent.Advertised;
import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.AgentService;
import io.wattmill.agent.Uplinks;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.kit.process.PeersConfig;
import io.wattmill.kit.telemetry.Metrics;

import java.util.List;

/** `wattmill agent run`: the agent of this host. It calls, and nobody calls it. */
final class AgentProcess {
    private AgentProcess() {}

    static Composition compose(Ground ground, Configuration configuration) {
        var config = configuration.section("agent", AgentConfig.class);
        var agent = new AgentService(ground.context(), config, uplinks(ground, config));
        show(ground, agent);
        return new Composition(List.of(agent), () -> Future.succeededFuture(Facts.NONE));
    }

    /**
     * Checks what its sections say together.
     *
     * @throws io.wattmill.kit.config.ConfigException when gateways could not reach what it finds
     */
    static void check(Configuration configuration) {
        var peers = configuration.section("peers", PeersConfig.class);
        Advertised.check(
                configuration.section("agent", AgentConfig.class), peers.routerAddress().host());
    }

    /** Metrics under dcgm-exporter's names beside ours; and the node, for `wattmill agent top`. */
    private static void show(Ground ground, AgentService agent) {
        var registry = ground.context().metrics();
        ground.show(
                "/metrics",
                Metrics.CONTENT_TYPE,
                () -> agent.metricsPage().map(page -> registry.scrape() + page));
        ground.show("/node", "application/json", agent::nodePage);
    }

    private static Uplinks uplinks(Ground ground, AgentConfig config) {
        var peers = ground.peers();
        return Uplinks.grpc(
                ground.context(), peers.routerAddress(), peers.billingAddress(), config.link());
    }
}
