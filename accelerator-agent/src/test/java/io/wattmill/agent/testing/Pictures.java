// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.health.Diagnosis;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.kit.config.Configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes as they may be at an instant. */
public final class Pictures {

    private Pictures() {}

    /** A node named gpu-17 with these devices and engines, working. */
    public static NodePicture node(List<DeviceStatus> devices, EngineStatus... engines) {
        return board(devices, engines).picture();
    }

    /** The same while its devices cannot be read. */
    public static NodePicture unread(
            SourceFailure trouble, List<DeviceStatus> devices, EngineStatus... engines) {
        NodeBoard board = board(devices, engines);
        board.deviceTrouble(trouble);
        return board.picture();
    }

    /** The same with a verdict on its devices. */
    public static NodePicture ailing(
            Diagnosis diagnosis, List<DeviceStatus> devices, EngineStatus... engines) {
        NodeBoard board = board(devices, engines);
        board.diagnosis(diagnosis);
        return board.picture();
    }

    /** The same on a host with these meters. */
    public static NodePicture metered(List<HostReading> hosts, EngineStatus... engines) {
        NodeBoard board = board(List.of(), engines);
        board.hosts(hosts);
        return board.picture();
    }

    private static NodeBoard board(List<DeviceStatus> devices, EngineStatus... engines) {
        NodeBoard board =
                new NodeBoard(
                        new NodeIdentity("gpu-17", "boot", "1", "secret", "hall-1", Map.of()),
                        "dcgm-counter",
                        Arrays.asList(engines));
        board.devices(devices);
        return board;
    }

    /** A device that says these quantities, with a meter at so many microjoules. */
    public static DeviceStatus device(String id, long energyUj, Map<Quantity, Long> values) {
        DeviceReading reading = new DeviceReading(id, "NVIDIA H100 80GB HBM3", values);
        EnergyReading energy = new EnergyReading(energyUj, EnergySource.COUNTER, 990_000, Set.of());
        return new DeviceStatus(reading, Optional.of(energy), reading.memoryBytes());
    }

    /** An engine on these devices (none: all) that has made so many tokens. */
    public static EngineStatus engine(String id, long tokens, long atUs, String... devices) {
        return EngineStatus.unknown(config(id, devices))
                .with(new EngineScan.Reached(reading(10 * tokens, tokens), atUs));
    }

    private static EngineConfig config(String id, String... devices) {
        String yaml =
                "e: {id: %s, url: 'http://127.0.0.1:8000', device-ids: [%s]}"
                        .formatted(id, String.join(", ", devices));
        return Configuration.parse(yaml, Map.of()).section("e", EngineConfig.class);
    }

    private static EngineReading reading(long prompt, long generated) {
        return EngineReadings.idle()
                .load(3, 1)
                .cache(32_768, 250_000)
                .tokens(prompt, generated)
                .counted(new EngineCount(1, 0, true));
    }
}
