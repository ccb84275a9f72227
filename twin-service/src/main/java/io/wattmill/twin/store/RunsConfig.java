// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.wattmill.kit.config.Setting;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of plans and runs on record: section {@code twin.runs}. */
public record RunsConfig(
        @Setting(
                        value = "false",
                        doc =
                                "Keep plans and runs in PostgreSQL; without it plans are only"
                                        + " checked.")
                boolean enabled,
        @Setting(value = "1", min = 1, max = 64, doc = "Runs at once.") int workers,
        @Setting(value = "100", min = 1, max = 100_000, doc = "Runs that may wait.") int maxQueued,
        @Setting(value = "1000", min = 1, max = 1_000_000, doc = "Runs that are kept.") int maxKept,
        @Setting(
                        value = "1000",
                        min = 1,
                        max = 1_000_000,
                        doc = "Plans without a run that are kept; those with one stay with it.")
                int maxPlans,
        @Setting(value = "1000000", min = 1, max = 100_000_000, doc = "Requests of one run.")
                int maxRequests,
        @Setting(value = "16777216", min = 1_024, max = 268_435_456, doc = "Longest answer, bytes.")
                int maxAnswerBytes,
        @Setting(
                        doc =
                                "Folder of recorded traces and weather that plans and runs may"
                                    + " name; without it they may name none.")
                Optional<Path> folder,
        @Setting(value = "10000", min = 1, max = 1_000_000, doc = "Requests of a comparison.")
                int maxDiffRequests,
        @Setting(value = "30m", min = 50, doc = "How long a run may go on; then it ends as failed.")
                Duration maxDuration,
        @Setting(value = "1s", min = 50, doc = "How often a run tells how far it is.")
                Duration heartbeat,
        @Setting(
                        value = "10s",
                        min = 200,
                        doc =
                                "Silence after which a run is marked interrupted: its process is"
                                        + " gone. At least five heartbeats.")
                Duration silence) {
    private static final int BEATS = 5;

    /** A run that misses a heartbeat or two is not yet without its process. */
    public RunsConfig {
        if (silence.compareTo(heartbeat.multipliedBy(BEATS)) < 0) {
            throw new IllegalArgumentException(
                    "silence of %d ms is less than five heartbeats of %d ms; give at least %d ms"
                            .formatted(
                                    silence.toMillis(),
                                    heartbeat.toMillis(),
                                    heartbeat.multipliedBy(BEATS).toMillis()));
        }
    }
}
