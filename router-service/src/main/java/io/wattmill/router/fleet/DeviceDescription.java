// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * A GPU of a node.
 *
 * @param gpuType catalogue name, for example {@code h100-sxm}
 */
public record DeviceDescription(String deviceId, String gpuType, long powerCapMilliwatts) {}
