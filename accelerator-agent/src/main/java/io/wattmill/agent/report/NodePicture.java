// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.common.v1.EnergyCoefficients;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is known about this node now.
 *
 * @param identity who it is
 * @param standing whether it takes work
 * @param counterName how energy from a device counter is named, for example {@code dcgm-counter}
 * @param devices its devices
 * @param deviceTrouble why the devices cannot be read now, empty when they can
 * @param engines its engines
 * @param coefficients energy model of an engine, by engine id, where the router sent one
 * @param hosts the host's own meters, none where they cannot be read
 */
public record NodePicture(
        NodeIdentity identity,
        Standing standing,
        String counterName,
        List<DeviceStatus> devices,
        Optional<SourceFailure> deviceTrouble,
        List<EngineStatus> engines,
        Map<String, EnergyCoefficients> coefficients,
        List<HostReading> hosts) {

    /** Copies the collections. */
    public NodePicture {
        devices = List.copyOf(devices);
        engines = List.copyOf(engines);
        coefficients = Map.copyOf(coefficients);
        hosts = List.copyOf(hosts);
    }

    /** Devices that are there and say nothing. */
    List<DeviceStatus> silent() {
        return devices.stream().filter(device -> device.reading().silence().isPresent()).toList();
    }

    /** Whether a device says that it is none: whatever was configured, its joules are a model's. */
    public boolean isEmulated() {
        return devices.stream()
                .anyMatch(device -> device.reading().modelName().endsWith(GpuNames.EMULATED));
    }

    /** The devices of an engine: those that it is known to compute on, or all; else none. */
    public List<String> deviceIds(EngineStatus engine) {
        return switch (engine.devices()) {
            case DeviceClaim.WholeNode _ ->
                    devices.stream().map(device -> device.reading().deviceId()).toList();
            case DeviceClaim.These(List<String> ids, _) -> ids;
            case DeviceClaim.Unknown _ -> List.of();
        };
    }

    /** The energy model of an engine, where there is one. */
    public Optional<EnergyCoefficients> coefficients(EngineStatus engine) {
        return Optional.ofNullable(coefficients.get(engine.config().id()));
    }
}
