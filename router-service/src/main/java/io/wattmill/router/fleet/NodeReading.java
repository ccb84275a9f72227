// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.List;
import java.util.Map;

/**
 * What an agent reports of its node each period.
 *
 * @param observedAtUs epoch microseconds, by the agent's clock
 * @param unfitDevices devices that take no new work, by id, and why
 */
public record NodeReading(
        long observedAtUs,
        List<DeviceReading> devices,
        List<EngineReading> engines,
        Health health,
        String healthReason,
        Map<String, String> unfitDevices) {

    /** Copies what may change. */
    public NodeReading {
        unfitDevices = Map.copyOf(unfitDevices);
    }

    /** A report in which every device takes work. */
    public NodeReading(
            long observedAtUs,
            List<DeviceReading> devices,
            List<EngineReading> engines,
            Health health,
            String healthReason) {
        this(observedAtUs, devices, engines, health, healthReason, Map.of());
    }

    /** The agent's own verdict. */
    public enum Health {
        HEALTHY,
        SUSPECT,
        DRAINING,
        DOWN
    }

    /** Milliwatts of all devices. */
    public long powerMilliwatts() {
        return devices.stream().mapToLong(DeviceReading::powerMilliwatts).sum();
    }

    /** Milliwatts that the devices may draw. */
    public long powerCapMilliwatts() {
        return devices.stream().mapToLong(DeviceReading::powerCapMilliwatts).sum();
    }

    /** Cumulative microjoules of all devices. */
    public long energyMicrojoules() {
        return devices.stream().mapToLong(DeviceReading::energyMicrojoules).sum();
    }

    /** One device: its power now, its limit, and its cumulative counter. */
    public record DeviceReading(
            long powerMilliwatts, long powerCapMilliwatts, long energyMicrojoules) {}
}
