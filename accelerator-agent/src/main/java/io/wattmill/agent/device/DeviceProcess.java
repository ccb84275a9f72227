// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

/**
 * A process that computes on a device.
 *
 * @param deviceId UUID of the device, or of its MIG instance
 * @param pid its number in the driver's name space, which may not be this process's
 * @param memoryBytes what it holds of the device's memory, 0 when the driver does not say
 */
public record DeviceProcess(String deviceId, long pid, long memoryBytes) {}
