// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;

/** Where and how often the host's own meters are read. */
public record RaplConfig(
        @Setting(value = "true", doc = "Whether the host's own energy is read and reported.")
                boolean enabled,
        @Setting(value = "/sys/class/powercap", doc = "Folder of the kernel's power capping.")
                Path folder,
        @Setting(value = "1s", min = 10, max = 60_000, doc = "Between two looks at the host.")
                Duration period,
        @Setting(value = "1s", min = 10, max = 60_000, doc = "Nobody waits longer for a look.")
                Duration timeout) {}
