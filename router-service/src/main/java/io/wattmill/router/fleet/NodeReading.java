// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent reports of its node each period.
 *
 * @param observedAtUs epoch microseconds, by the agent's clock
 * @param unfitDevices devices that take no new work, by id, and why
 * @param sequence from 1, growing with each report of a boot; 0 = not told
 */
public record NodeReading(
        long observedAtUs,
        List<DeviceReading> devices,
        List<EngineReading> engines,
        Health health,
        String healthReason,
        Map<String, String> unfitDevices,
        long sequence) {

    /** Copies what may change. */
    public NodeReading {
        unfitDevices = Map.copyOf(unfitDevices);
    }

    /** A report that is not numbered. */
    public NodeReading(
            long observedAtUs,
            List<DeviceReading> devices,
            List<EngineReading> engines,
            Health health,
            String healthReason,
            Map<String, String> unfitDevices) {
        this(observedAtUs, devices, engines, health, healthReason, unfitDevices, 0);
    }

    /** A report in which every device takes work. */
    public NodeReading(
            long observedAtUs,
            List<DeviceReading> devices,
            List<EngineReading> engines,
            Health health,
            String healthReason) {
        this(observedAtUs, devices, engines, health, healthReason, Map.of(), 0);
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

    /**
     * What is left of a report whose figures are not believed: what the node says against itself,
     * with the figures of the report before.
     *
     * @param before the last one that was believed, if any
     */
    NodeReading without(Optional<NodeReading> before) {
        return new NodeReading(
                before.map(NodeReading::observedAtUs).orElse(0L),
                before.map(NodeReading::devices).orElse(List.of()),
                before.map(NodeReading::engines).orElse(List.of()),
                health,
                healthReason,
                unfitDevices,
                sequence);
    }

    /**
     * One device: its power now, its limit, its cumulative counter, and the clock of its cores; 0 =
     * not told.
     *
     * @param throttleReasons why that clock is lower than it could be: NVML's bits
     */
    public record DeviceReading(
            String deviceId,
            long powerMilliwatts,
            long powerCapMilliwatts,
            long energyMicrojoules,
            int smClockMegahertz,
            long throttleReasons) {
        /** Of a device that does not tell its clock. */
        public DeviceReading(
                String deviceId,
                long powerMilliwatts,
                long powerCapMilliwatts,
                long energyMicrojoules) {
            this(deviceId, powerMilliwatts, powerCapMilliwatts, energyMicrojoules, 0, 0);
        }
    }
}
