// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * A GPU of a node.
 *
 * @param gpuType catalogue name, for example {@code h100-sxm}; empty when the agent knows none
 * @param driverName what its driver calls it; empty when not told
 */
public record DeviceDescription(
        String deviceId, String gpuType, String driverName, long powerCapMilliwatts) {

    /** A GPU that is told by its catalogue name alone. */
    public DeviceDescription(String deviceId, String gpuType, long powerCapMilliwatts) {
        this(deviceId, gpuType, "", powerCapMilliwatts);
    }

    /** The catalogue name, or else what its driver calls it. */
    String name() {
        return gpuType.isEmpty() ? driverName : gpuType;
    }
}
