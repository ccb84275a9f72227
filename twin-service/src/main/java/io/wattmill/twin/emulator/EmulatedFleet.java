// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.twin.emulator.power.MeterCsv;
import io.wattmill.twin.emulator.wire.NodeCommand;
import io.wattmill.twin.emulator.wire.NodeStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** All emulated nodes of one process. Start, drain and stop are called once, in that order. */
public final class EmulatedFleet {
    private final ServiceContext services;
    private final List<EmulatedNode> nodes;
    private final List<String> deployments = new ArrayList<>();

    /** The fleet that the configuration asks for, not started. */
    public EmulatedFleet(ServiceContext services, EmulatorConfig config) {
        this.services = services;
        var lateness =
                Timer.builder("wattmill_twin_step_lateness")
                        .description("How late emulated steps end, timer against schedule")
                        .register(services.metrics());
        this.nodes =
                IntStream.range(0, config.enabled() ? config.nodes() : 0)
                        .mapToObj(
                                i ->
                                        new EmulatedNode(
                                                services, NodeBlueprint.of(config, i), lateness))
                        .toList();
    }

    /** Completes when every node serves. */
    public Future<Void> start() {
        return Future.all(nodes.stream().map(this::deploy).toList()).mapEmpty();
    }

    /** Refuses new work; completes when none is left, or each node's drain timeout has passed. */
    public Future<Void> drain() {
        return Future.join(nodes.stream().map(EmulatedNode::drain).toList()).mapEmpty();
    }

    /** Closes every node that was started. */
    public Future<Void> stop() {
        List<String> started;
        synchronized (deployments) {
            started = List.copyOf(deployments);
            deployments.clear();
        }
        return Future.join(started.stream().map(services.vertx()::undeploy).toList()).mapEmpty();
    }

    /** Where the nodes are; only after start. */
    public List<EmulatedNodeAddress> addresses() {
        return nodes.stream().map(EmulatedNode::address).toList();
    }

    /** How every node is. */
    public Future<List<NodeStatus>> status() {
        var all = nodes.stream().map(EmulatedNode::status).toList();
        return Future.all(all).map(CompositeFuture::list);
    }

    /** Makes a node suffer, or well again; fails when there is no such node. */
    public Future<NodeStatus> command(String nodeId, NodeCommand command) {
        return find(nodeId)
                .map(node -> node.command(command))
                .orElseGet(() -> Future.failedFuture("no emulated node " + nodeId));
    }

    /**
     * The electricity meters of a zone, or of a node, as CSV: their sum by hour. Empty but for its
     * header when there is no such zone or node.
     */
    public Future<String> meter(String zoneOrNode) {
        var meters =
                nodes.stream()
                        .filter(n -> n.zone().equals(zoneOrNode) || n.id().equals(zoneOrNode))
                        .map(EmulatedNode::metered)
                        .toList();
        return Future.all(meters).map(all -> MeterCsv.of(all.list()));
    }

    /** Whether there is such a node. */
    public boolean has(String nodeId) {
        return find(nodeId).isPresent();
    }

    private Optional<EmulatedNode> find(String nodeId) {
        return nodes.stream().filter(node -> node.id().equals(nodeId)).findFirst();
    }

    private Future<Void> deploy(EmulatedNode node) {
        return services.vertx()
                .deployVerticle(node)
                .onSuccess(
                        id -> {
                            synchronized (deployments) {
                                deployments.add(id);
                            }
                        })
                .mapEmpty();
    }
}
