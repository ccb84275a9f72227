// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.PowerBasis;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which GPU it is.
 *
 * @param handle the library's handle, good until the library is closed
 * @param index its number in the library, which counts lost ones too
 * @param uuid its UUID
 * @param name its name, as the driver says it
 * @param busId where it is on the PCI bus, empty when the driver does not say
 */
record GpuIdentity(long handle, int index, String uuid, String name, String busId) {

    /** What is known of it before it was read. */
    DeviceFacts facts() {
        return new DeviceFacts(busId, PowerBasis.UNSAID, List.of(), OptionalInt.of(index));
    }
}
