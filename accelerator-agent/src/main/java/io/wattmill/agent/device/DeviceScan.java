// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import io.wattmill.agent.source.SourceFailure;

import java.util.List;

/** What one look at a source's devices gave. */
public sealed interface DeviceScan {

    /**
     * The devices, all at one instant.
     *
     * @param devices one reading per device id
     * @param atNanos monotonic instant of the readings
     * @param atUs the same instant, epoch microseconds
     */
    record Seen(List<DeviceReading> devices, long atNanos, long atUs) implements DeviceScan {

        /** Copies the list. */
        public Seen {
            devices = List.copyOf(devices);
        }
    }

    /** Nothing, and why. */
    record Unseen(SourceFailure failure) implements DeviceScan {}
}
