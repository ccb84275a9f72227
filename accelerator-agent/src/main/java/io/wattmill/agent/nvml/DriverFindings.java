// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.source.SourceFailure;

import java.util.List;
import java.util.Optional;

/**
 * What the driver library of this host offers.
 *
 * @param failure why it offers nothing, empty when it is open
 * @param driverVersion version of the driver, empty when not said
 * @param libraryVersion version of the library, empty when not said
 * @param listed how many devices the driver counts; a lost one is counted and not among them
 * @param gpus its devices
 */
public record DriverFindings(
        Optional<SourceFailure> failure,
        String driverVersion,
        String libraryVersion,
        long listed,
        List<GpuFindings> gpus) {

    /** Copies the list. */
    public DriverFindings {
        gpus = List.copyOf(gpus);
    }

    /**
     * One device.
     *
     * @param reading all that a look reads, and why the rest is absent
     * @param events whether the driver tells its XIDs as events
     * @param metrics whether it has the performance metrics of Hopper and later (GPM)
     * @param processes what computes on it, empty where the driver does not say
     * @param costs what readings cost, dearest first
     */
    public record GpuFindings(
            DeviceReading reading,
            boolean events,
            boolean metrics,
            List<DeviceProcess> processes,
            List<Cost> costs) {

        /** Copies the lists. */
        public GpuFindings {
            processes = List.copyOf(processes);
            costs = List.copyOf(costs);
        }
    }

    /**
     * What a reading costs.
     *
     * @param what its name; {@code fast look} and {@code slow look} are those that the agent makes
     *     at its two paces
     * @param medianNanos median of the calls, time on the wall
     */
    public record Cost(String what, long medianNanos) {}
}
