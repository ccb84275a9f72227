// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.energy.EnergyPoint;
import io.wattmill.agent.energy.EnergyReading;

import java.util.List;
import java.util.Optional;

/**
 * A device as last read.
 *
 * @param reading what it said
 * @param energy its meter, empty when it says neither energy nor power
 * @param memoryBytes size of its memory: steady, unlike the parts that it may be summed from
 * @param course of its meter since the reading before, oldest first, this reading left out
 */
public record DeviceStatus(
        DeviceReading reading,
        Optional<EnergyReading> energy,
        long memoryBytes,
        List<EnergyPoint> course) {

    /** Copies the course. */
    public DeviceStatus {
        course = List.copyOf(course);
    }

    /** Of a device whose meter is read with each look only. */
    public DeviceStatus(DeviceReading reading, Optional<EnergyReading> energy, long memoryBytes) {
        this(reading, energy, memoryBytes, List.of());
    }
}
