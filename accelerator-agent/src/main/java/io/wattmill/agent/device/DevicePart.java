// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

/**
 * A part of a device that computes on its own, for example a MIG instance. It has no meter: only
 * the device that it is part of has.
 *
 * @param partId UUID of the part
 * @param gpuInstance number of its GPU instance
 * @param computeInstance number of its compute instance
 * @param memoryMib memory that it has, 0 when unknown
 */
public record DevicePart(String partId, int gpuInstance, int computeInstance, long memoryMib) {}
