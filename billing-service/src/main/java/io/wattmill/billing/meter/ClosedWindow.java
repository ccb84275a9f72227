// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.util.List;

/**
 * Energy of one engine's devices between two readings of each.
 *
 * @param engineId empty for a device that no engine claims, or a host whose work nobody can tell
 * @param startUs where the last windows of its devices ended, epoch microseconds; of several host
 *     meters, the earliest
 * @param endUs the reading that closed it
 * @param devices none where only the host's own meters were read
 */
public record ClosedWindow(
        String nodeId,
        String engineId,
        long startUs,
        long endUs,
        List<DeviceSlice> devices,
        Coefficients coefficients,
        long qualityPpm) {

    /** One device's part: the slices of a device follow each other without gap or overlap. */
    public record DeviceSlice(String deviceId, long startTotalUj, long endTotalUj) {

        /** Microjoules in the window. */
        public long energyUj() {
            return endTotalUj - startTotalUj;
        }
    }

    public ClosedWindow {
        devices = List.copyOf(devices);
    }

    /** Microjoules over all devices. */
    public long energyUj() {
        return devices.stream().mapToLong(DeviceSlice::energyUj).reduce(0, Math::addExact);
    }
}
