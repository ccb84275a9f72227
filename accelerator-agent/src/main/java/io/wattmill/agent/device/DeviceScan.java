// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import io.wattmill.agent.source.SourceFailure;

import java.util.List;
import java.util.Map;

/** What one look at a source's devices gave. */
public sealed interface DeviceScan {

    /**
     * The devices, all at one instant.
     *
     * @param devices one reading per device id
     * @param atNanos monotonic instant of the readings
     * @param atUs the same instant, epoch microseconds
     * @param glances at their meters since the look before, by device id, oldest first; none where
     *     the source reads only when it is asked
     */
    record Seen(
            List<DeviceReading> devices, long atNanos, long atUs, Map<String, List<Glance>> glances)
            implements DeviceScan {

        private static final long NANOS_PER_US = 1_000;

        /** Copies the collections. */
        public Seen {
            devices = List.copyOf(devices);
            glances = Map.copyOf(glances);
        }

        /** Without glances. */
        public Seen(List<DeviceReading> devices, long atNanos, long atUs) {
            this(devices, atNanos, atUs, Map.of());
        }

        /** The glances at a device before this look, oldest first. */
        public List<Glance> before(String deviceId) {
            return glances.getOrDefault(deviceId, List.of()).stream()
                    .filter(glance -> glance.atNanos() < atNanos)
                    .toList();
        }

        /** An instant of the monotonic clock near this look, epoch microseconds. */
        public long usOf(long nanos) {
            return atUs - (atNanos - nanos) / NANOS_PER_US;
        }
    }

    /** Nothing, and why. */
    record Unseen(SourceFailure failure) implements DeviceScan {}
}
