// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Whether and how much of the site's workload is written down. */
public record RecordingConfig(
        @Setting(
                        value = "true",
                        doc =
                                "Write a line for each request that has ended: lengths, times and"
                                        + " pseudonyms, never text.")
                boolean enabled,
        @Setting(value = "30", min = 1, max = 3_660, doc = "Days that are kept.") int keepDays,
        @Setting(
                        value = "67108864",
                        min = 65_536,
                        doc = "Bytes after which a day's next file begins.")
                long fileBytes,
        @Setting(
                        value = "1073741824",
                        min = 1_048_576,
                        doc = "Bytes of all files; then the oldest one goes.")
                long totalBytes,
        @Setting(
                        value = "4096",
                        min = 16,
                        max = 1_048_576,
                        doc =
                                "Requests that may wait for the writer; more are dropped, and"
                                        + " counted.")
                int maxQueue,
        @Setting(value = "500ms", min = 10, doc = "How often what waits is written.")
                Duration flushInterval,
        @Setting(value = "4", min = 1, doc = "Readers of recordings at once, of one event loop.")
                int maxReaders,
        @Setting(value = "30s", min = 10, doc = "Longest time that a reader may not read.")
                Duration readStallTimeout) {

    public RecordingConfig {
        if (totalBytes < 2 * fileBytes) {
            throw new IllegalArgumentException(
                    "total-bytes must be at least twice file-bytes, so that a file can go");
        }
    }
}
