// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.energy.EnergyReading;

import java.util.Optional;

/**
 * A device as last read.
 *
 * @param reading what it said
 * @param energy its meter, empty when it says neither energy nor power
 * @param memoryBytes size of its memory: steady, unlike the parts that it may be summed from
 */
public record DeviceStatus(
        DeviceReading reading, Optional<EnergyReading> energy, long memoryBytes) {}
