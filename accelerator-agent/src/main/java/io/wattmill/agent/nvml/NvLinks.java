// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;

/** How many of a device's NVLinks are up. */
final class NvLinks {

    /** NVLinks that a device can have (nvml.h 13.3). */
    private static final int MOST = 36;

    private static final int UP = 1;

    private final NvmlLibrary library;
    private final long device;
    private final Scratch answer = new Scratch(Integer.BYTES);

    NvLinks(NvmlLibrary library, long device) {
        this.library = library;
        this.device = device;
    }

    /** Asks each of {@code links}; one that does not say is not up. */
    void read(long links, Gathering found) {
        long up = 0;
        for (long link = 0; link < Math.min(links, MOST); link++) {
            NvmlReturn said = library.call(NvmlFunction.NVLINK_STATE, device, link, answer.at(0));
            up += said.ok() && answer.s32(0) == UP ? 1 : 0;
        }
        found.found(Quantity.NVLINK_LINKS_UP, up);
    }
}
