// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyLimits;
import io.wattmill.agent.energy.EnergyMeter;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySample;
import io.wattmill.agent.report.DeviceEvents;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.contract.fleet.v1.NodeEvent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The meter of each device that was ever seen, and what it showed last. */
public final class DeviceMeters {

    private final EnergyLimits limits;
    private final int maxDevices;
    private final Map<String, EnergyMeter> meters = new LinkedHashMap<>();
    private final Map<String, DeviceStatus> last = new LinkedHashMap<>();

    /** No device yet; at most {@code maxDevices} ever. */
    public DeviceMeters(EnergyLimits limits, int maxDevices) {
        this.limits = limits;
        this.maxDevices = maxDevices;
    }

    /**
     * What a scan did.
     *
     * @param devices the devices of the scan
     * @param events what happened to them
     * @param refused devices left out because there are more than the bound
     */
    record Step(List<DeviceStatus> devices, List<NodeEvent> events, int refused) {}

    Step accept(DeviceScan.Seen scan) {
        List<DeviceStatus> devices = new ArrayList<>(scan.devices().size());
        List<NodeEvent> events = new ArrayList<>();
        for (DeviceReading reading : scan.devices()) {
            EnergyMeter known = meters.get(reading.deviceId());
            if (known == null && meters.size() >= maxDevices) {
                continue;
            }
            EnergyMeter meter = meters.computeIfAbsent(reading.deviceId(), _ -> newMeter());
            DeviceStatus after = status(reading, meter.accept(sample(reading, scan.atNanos())));
            DeviceStatus before = last.put(reading.deviceId(), after);
            if (before != null) {
                events.addAll(DeviceEvents.between(before, after, scan.atUs()));
            }
            devices.add(after);
        }
        return new Step(devices, events, scan.devices().size() - devices.size());
    }

    private EnergyMeter newMeter() {
        return new EnergyMeter(limits);
    }

    private DeviceStatus status(DeviceReading reading, Optional<EnergyReading> energy) {
        DeviceStatus before = last.get(reading.deviceId());
        long memory = before == null ? 0 : before.memoryBytes();
        return new DeviceStatus(reading, energy, Math.max(memory, reading.memoryBytes()));
    }

    private static EnergySample sample(DeviceReading reading, long atNanos) {
        return new EnergySample(
                atNanos, reading.value(Quantity.ENERGY_UJ), reading.value(Quantity.POWER_MW));
    }
}
