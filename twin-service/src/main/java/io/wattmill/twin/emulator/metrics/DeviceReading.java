// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

/**
 * One emulated GPU at one moment.
 *
 * @param powerMilliwatts power now
 * @param energyMillijoules integral of the power since the node started
 * @param busy whether a step is running
 * @param memoryUsedMib device memory in use
 */
public record DeviceReading(
        long powerMilliwatts, long energyMillijoules, boolean busy, long memoryUsedMib) {}
