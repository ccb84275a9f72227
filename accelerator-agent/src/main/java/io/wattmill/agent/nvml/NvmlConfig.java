// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How NVIDIA's driver library is asked. */
public record NvmlConfig(
        @Setting(value = "libnvidia-ml.so.1", doc = "The driver library: a name or a path.")
                String library,
        @Setting(value = "100ms", min = 10, max = 60_000, doc = "Between two looks at the devices.")
                Duration period,
        @Setting(
                        value = "1s",
                        min = 10,
                        max = 60_000,
                        doc = "Between two readings of what changes slowly.")
                Duration slowPeriod,
        @Setting(
                        value = "10s",
                        min = 10,
                        max = 600_000,
                        doc = "Between two readings of how a device is divided (MIG).")
                Duration rarePeriod,
        @Setting(
                        value = "10m",
                        min = 10,
                        max = 86_400_000,
                        doc =
                                "What a device does not support is asked for again after so long,"
                                        + " and when it was divided anew (MIG).")
                Duration askAgainPeriod,
        @Setting(
                        value = "500ms",
                        min = 10,
                        max = 10_000,
                        doc = "Nobody waits longer for a device's answer.")
                Duration answerTimeout,
        @Setting(
                        value = "10s",
                        min = 10,
                        max = 600_000,
                        doc = "A call that is out for longer is left to itself, and tried anew.")
                Duration patience,
        @Setting(
                        value = "3",
                        min = 0,
                        max = 16,
                        doc = "Most threads per device that are left in calls.")
                int maxAbandoned,
        @Setting(
                        value = "1s",
                        min = 10,
                        max = 60_000,
                        doc = "First wait before the library is opened again.")
                Duration reopenMin,
        @Setting(
                        value = "1m",
                        min = 10,
                        max = 3_600_000,
                        doc = "Longest wait before the library is opened again.")
                Duration reopenMax,
        @Setting(
                        value = "500ms",
                        min = 10,
                        max = 10_000,
                        doc = "The driver is asked for events in slices of this length.")
                Duration eventWait,
        @Setting(value = "64", min = 1, max = 1_024, doc = "Most devices of a host.")
                int maxDevices) {

    /** The same for another library. */
    public NvmlConfig loading(String otherLibrary) {
        return new NvmlConfig(
                otherLibrary,
                period,
                slowPeriod,
                rarePeriod,
                askAgainPeriod,
                answerTimeout,
                patience,
                maxAbandoned,
                reopenMin,
                reopenMax,
                eventWait,
                maxDevices);
    }

    LaneLimits laneLimits() {
        LookCadence cadence =
                new LookCadence(
                        slowPeriod.toNanos(), rarePeriod.toNanos(), askAgainPeriod.toNanos());
        return new LaneLimits(answerTimeout, patience, maxAbandoned, cadence);
    }
}
