// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Glance;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyLimits;
import io.wattmill.agent.energy.EnergyMeter;
import io.wattmill.agent.energy.EnergyPoint;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergyReading.Notice;
import io.wattmill.agent.energy.EnergySample;
import io.wattmill.agent.report.DeviceEvents;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.fleet.v1.NodeEvent;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The meter of each device that was ever seen, and what it showed last. Glances between two looks
 * count like looks: for the energy, and for what was out of the ordinary.
 */
public final class DeviceMeters {

    private static final SourceFailure GONE =
            new SourceFailure(FailureReason.LOST, "it is no longer listed");

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
     * @param devices the devices that were ever seen, each as it is now; those that the scan does
     *     not list are silent
     * @param events what happened to them
     * @param refused devices left out because there are more than the bound
     */
    record Step(List<DeviceStatus> devices, List<NodeEvent> events, int refused) {}

    Step accept(DeviceScan.Seen scan) {
        List<NodeEvent> events = new ArrayList<>();
        Map<String, DeviceStatus> gone = new LinkedHashMap<>(last);
        int refused = 0;
        for (DeviceReading reading : scan.devices()) {
            gone.remove(reading.deviceId());
            if (!meters.containsKey(reading.deviceId()) && meters.size() >= maxDevices) {
                refused++;
            } else {
                events.addAll(take(reading, scan));
            }
        }
        gone.values().forEach(device -> events.addAll(take(lost(device.reading()), scan)));
        return new Step(List.copyOf(last.values()), events, refused);
    }

    private List<NodeEvent> take(DeviceReading reading, DeviceScan.Seen scan) {
        EnergyMeter meter = meters.computeIfAbsent(reading.deviceId(), _ -> newMeter());
        List<EnergyPoint> course = new ArrayList<>();
        Set<Notice> noticed = EnumSet.noneOf(Notice.class);
        for (Glance glance : scan.before(reading.deviceId())) {
            EnergySample sample =
                    new EnergySample(glance.atNanos(), glance.energyUj(), glance.powerMw());
            Optional<EnergyReading> step = meter.accept(sample);
            step.map(EnergyReading::notices).ifPresent(noticed::addAll);
            step.map(it -> new EnergyPoint(scan.usOf(glance.atNanos()), it.energyUj()))
                    .ifPresent(course::add);
        }
        Optional<EnergyReading> now =
                meter.accept(sample(reading, scan.atNanos())).map(it -> it.after(noticed));
        DeviceStatus after = status(reading, now, course);
        DeviceStatus before = last.put(reading.deviceId(), after);
        return before == null ? List.of() : DeviceEvents.between(before, after, scan.atUs());
    }

    /** Many sources leave out what they cannot read; what was there once is missed. */
    private static DeviceReading lost(DeviceReading device) {
        return DeviceReading.silent(device.deviceId(), device.modelName(), device.facts(), GONE);
    }

    private EnergyMeter newMeter() {
        return new EnergyMeter(limits);
    }

    private DeviceStatus status(
            DeviceReading reading, Optional<EnergyReading> energy, List<EnergyPoint> course) {
        DeviceStatus before = last.get(reading.deviceId());
        long memory = before == null ? 0 : before.memoryBytes();
        return new DeviceStatus(reading, energy, Math.max(memory, reading.memoryBytes()), course);
    }

    private static EnergySample sample(DeviceReading reading, long atNanos) {
        return new EnergySample(
                atNanos, reading.value(Quantity.ENERGY_UJ), reading.value(Quantity.POWER_MW));
    }
}
