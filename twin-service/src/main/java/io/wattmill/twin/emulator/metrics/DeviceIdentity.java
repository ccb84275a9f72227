// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

/**
 * The fixed facts of one emulated GPU.
 *
 * @param index GPU index on its node
 * @param uuid device UUID
 * @param productName as a driver would report it
 * @param hostname the node's name
 * @param memoryMib device memory
 * @param powerLimitMilliwatts enforced power limit
 * @param topMegahertz clock of its cores at work
 */
public record DeviceIdentity(
        int index,
        String uuid,
        String productName,
        String hostname,
        long memoryMib,
        long powerLimitMilliwatts,
        int topMegahertz) {}
