// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

/**
 * Which GPU it is.
 *
 * @param handle the library's handle, good until the library is closed
 * @param uuid its UUID
 * @param name its name, as the driver says it
 * @param busId where it is on the PCI bus, empty when the driver does not say
 */
record GpuIdentity(long handle, String uuid, String name, String busId) {}
