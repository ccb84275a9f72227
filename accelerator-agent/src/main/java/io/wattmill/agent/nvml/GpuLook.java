// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Glance;

import java.util.List;

/**
 * What a look at one GPU gave.
 *
 * @param reading the GPU, silent when it did not answer
 * @param glances at its meter since the last look that came in time, oldest first
 */
record GpuLook(DeviceReading reading, List<Glance> glances) {

    /** A GPU that says nothing. */
    static GpuLook silent(DeviceReading reading) {
        return new GpuLook(reading, List.of());
    }
}
