// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.nvml.DriverFindings;

import java.util.Optional;

/**
 * What was found.
 *
 * @param host the host
 * @param driver what NVIDIA's driver library offers
 * @param smi what nvidia-smi tells; only asked when the library offers nothing
 * @param engines the engines that run here
 * @param meters the host's own meters
 * @param kernelLog why the kernel's log cannot be read, empty when it can
 */
public record ProbeReport(
        Host host,
        DriverFindings driver,
        Optional<DeviceScan> smi,
        EngineFindings engines,
        HostScan meters,
        Optional<String> kernelLog) {

    /**
     * The host.
     *
     * @param name its name
     * @param processors its logical processors
     * @param memoryMib its memory, 0 when unknown
     */
    public record Host(String name, int processors, long memoryMib) {}
}
