// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Bounds of what waits for billing and the router. */
public record BufferConfig(
        @Setting(
                        value = "3600",
                        min = 1,
                        max = 1_000_000,
                        doc =
                                "Meter reports that wait in memory; at one a second, an hour of"
                                        + " billing's absence. With a directory, the newest of"
                                        + " those that wait.")
                int capacity,
        @Setting(
                        value = "",
                        doc =
                                "Folder for reports and events that wait, so that they survive the"
                                        + " agent's end. Empty: they wait in memory alone.")
                Optional<Path> directory,
        @Setting(
                        value = "134217728",
                        min = 65_536,
                        doc =
                                "Most bytes on disk for reports, and an eighth of it for events;"
                                    + " the oldest go. A day of reports of 8 devices is about 60"
                                    + " MB.")
                long diskBytes,
        @Setting(
                        value = "1048576",
                        min = 4_096,
                        max = 67_108_864,
                        doc = "Bytes of one file; whole files are deleted.")
                int segmentBytes,
        @Setting(
                        value = "1s",
                        min = 0,
                        max = 60_000,
                        doc = "Longest time that what was written waits for fsync.")
                Duration syncPeriod,
        @Setting(
                        value = "10s",
                        min = 1,
                        doc = "After the disk refused a write, memory alone is used for so long.")
                Duration retryPeriod,
        @Setting(value = "1024", min = 1, max = 100_000, doc = "Writes that wait for the disk.")
                int writeQueue,
        @Setting(value = "256", min = 1, max = 10_000, doc = "What is read from disk at once.")
                int batch) {}
