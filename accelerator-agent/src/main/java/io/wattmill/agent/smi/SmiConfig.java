// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How nvidia-smi is run. */
public record SmiConfig(
        @Setting(value = "nvidia-smi", doc = "The program: a name on the path, or a path.")
                String program,
        @Setting(value = "1s", min = 100, max = 60_000, doc = "Between two runs.") Duration period,
        @Setting(value = "5s", min = 10, max = 60_000, doc = "A run that takes longer is ended.")
                Duration timeout,
        @Setting(
                        value = "65536",
                        min = 1_024,
                        max = 1_048_576,
                        doc = "Longest output of a run, bytes.")
                int maxOutputBytes) {}
