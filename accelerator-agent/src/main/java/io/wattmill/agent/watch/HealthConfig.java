// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.wattmill.agent.health.HealthRules;
import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How faults of devices are heard of, and how slowly a verdict changes. */
public record HealthConfig(
        @Setting(
                        value = "/dev/kmsg",
                        doc =
                                "The kernel's log, in which the driver writes every XID; reading it"
                                        + " may need CAP_SYSLOG. Empty: it is not read.")
                Optional<Path> kernelLog,
        @Setting(
                        value = "10m",
                        min = 0,
                        doc =
                                "XIDs that the kernel's log holds from before the agent's start"
                                        + " count when they are younger.")
                Duration lookBack,
        @Setting(
                        value = "30s",
                        min = 1,
                        doc = "Between two attempts to read a kernel's log that cannot be read.")
                Duration retryPeriod,
        @Setting(value = "1s", min = 10, max = 60_000, doc = "Between two verdicts.")
                Duration period,
        @Setting(
                        value = "60s",
                        min = 0,
                        doc =
                                "The same XID of a device by another channel within this is the"
                                        + " same fault.")
                Duration echo,
        @Setting(value = "10m", min = 1, doc = "Faults within this are counted together.")
                Duration window,
        @Setting(
                        value = "5",
                        min = 2,
                        max = 1_000,
                        doc = "So many faults of a device that is only watched drain it.")
                int watchLimit,
        @Setting(
                        value = "3",
                        min = 2,
                        max = 1_000,
                        doc = "Faults of so many programs make the device itself suspect.")
                int tenantLimit,
        @Setting(value = "10m", min = 1, doc = "Without a fault for so long, a device is healthy.")
                Duration calm,
        @Setting(
                        value = "3s",
                        min = 0,
                        doc =
                                "A draining device is down when nothing ran on it for so long: time"
                                        + " for the router to hear that it drains.")
                Duration idle,
        @Setting(value = "10m", min = 1, doc = "Longest time for what runs on a draining device.")
                Duration drainTimeout,
        @Setting(value = "64", min = 1, max = 1_024, doc = "Most devices with a verdict.")
                int maxDevices,
        @Setting(value = "256", min = 1, max = 100_000, doc = "Alarms that wait to be taken.")
                int inbox) {

    HealthRules rules() {
        return new HealthRules(
                echo.toNanos(),
                window.toNanos(),
                watchLimit,
                tenantLimit,
                calm.toNanos(),
                idle.toNanos(),
                drainTimeout.toNanos(),
                maxDevices);
    }

    /** The same without the kernel's log: emulated devices have no faults in it. */
    public HealthConfig withoutKernelLog() {
        return new HealthConfig(
                Optional.empty(),
                lookBack,
                retryPeriod,
                period,
                echo,
                window,
                watchLimit,
                tenantLimit,
                calm,
                idle,
                drainTimeout,
                maxDevices,
                inbox);
    }
}
