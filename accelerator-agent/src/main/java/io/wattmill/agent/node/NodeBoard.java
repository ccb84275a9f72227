// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.node;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.report.Standing;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one mutable picture of the node. Whoever learns something writes it here; whoever reports
 * reads a {@link #picture}.
 */
public final class NodeBoard {

    private final NodeIdentity identity;
    private final String counterName;
    private Runnable urgent = () -> {};
    private final Map<String, EngineStatus> engines = new LinkedHashMap<>();
    private final Map<String, EnergyCoefficients> coefficients = new HashMap<>();
    private List<DeviceStatus> devices = List.of();
    private List<HostReading> hosts = List.of();
    private Optional<SourceFailure> deviceTrouble = Optional.empty();
    private Standing standing = new Standing.Working();

    /**
     * A board on which nothing is known yet.
     *
     * @param engines the engines as configured
     */
    public NodeBoard(NodeIdentity identity, String counterName, Collection<EngineStatus> engines) {
        this.identity = identity;
        this.counterName = counterName;
        engines.forEach(engine -> this.engines.put(engine.config().id(), engine));
    }

    /** Calls {@code listener} after each change that the router should hear of at once. */
    public void onUrgent(Runnable listener) {
        urgent = listener;
    }

    /** Name of the node. */
    public String nodeId() {
        return identity.nodeId();
    }

    /** Everything that is known now. */
    public NodePicture picture() {
        return new NodePicture(
                identity,
                standing,
                counterName,
                devices,
                deviceTrouble,
                List.copyOf(engines.values()),
                coefficients,
                hosts);
    }

    /** The devices, just read. */
    public void devices(List<DeviceStatus> seen) {
        devices = List.copyOf(seen);
        trouble(Optional.empty());
    }

    /** The host's own meters, just read; none when they cannot be read. */
    public void hosts(List<HostReading> seen) {
        hosts = List.copyOf(seen);
    }

    /** The devices cannot be read. */
    public void deviceTrouble(SourceFailure failure) {
        trouble(Optional.of(failure));
    }

    private void trouble(Optional<SourceFailure> next) {
        boolean turned = deviceTrouble.isPresent() != next.isPresent();
        deviceTrouble = next;
        if (turned) {
            urgent.run();
        }
    }

    /** An engine, just looked at. */
    public void engine(EngineStatus status) {
        EngineStatus before = engines.put(status.config().id(), status);
        if (before == null || before.reachable() != status.reachable()) {
            urgent.run();
        }
    }

    /** An engine is no longer one of this node's. */
    public void forget(String engineId) {
        engines.remove(engineId);
        coefficients.remove(engineId);
        urgent.run();
    }

    /** No new work from now on. */
    public void drain(String reason) {
        standing = new Standing.Draining(reason);
        urgent.run();
    }

    /** Work is welcome again. */
    public void resume() {
        standing = new Standing.Working();
        urgent.run();
    }

    /** An engine's energy model, as the router sees it; false when this node has no such engine. */
    public boolean energyPrior(String engineId, EnergyCoefficients prior) {
        boolean known = engines.containsKey(engineId);
        if (known) {
            coefficients.put(engineId, prior);
        }
        return known;
    }
}
