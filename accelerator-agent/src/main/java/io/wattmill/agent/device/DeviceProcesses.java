// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.List;

/**
 * What the driver says of who computes on the devices of this host.
 *
 * @param processes the processes that it named
 * @param complete whether it spoke for every device; else a process may compute on more than those
 *     it is named with
 */
public record DeviceProcesses(List<DeviceProcess> processes, boolean complete) {

    /** It said nothing this time. */
    public static final DeviceProcesses UNSAID = new DeviceProcesses(List.of(), false);

    /** Copies the list. */
    public DeviceProcesses {
        processes = List.copyOf(processes);
    }

    /** These and no others. */
    public static DeviceProcesses all(List<DeviceProcess> processes) {
        return new DeviceProcesses(processes, true);
    }
}
