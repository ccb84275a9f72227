// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Size and pace of the journal. */
public record JournalConfig(
        @Setting(
                        value = "16777216",
                        min = 65_536,
                        max = 1_073_741_824,
                        doc = "Bytes of one segment file.")
                int segmentBytes,
        @Setting(
                        value = "64",
                        min = 2,
                        max = 4_096,
                        doc = "Segments kept while the ledger is away; then 503.")
                int maxSegments,
        @Setting(
                        value = "8192",
                        min = 1_024,
                        max = 65_536,
                        doc = "Bytes held back for closing each open request.")
                int reserveBytes,
        @Setting(
                        value = "5ms",
                        min = 1,
                        max = 1_000,
                        doc = "Longest time between a record and its sync.")
                Duration syncInterval,
        @Setting(
                        value = "16777216",
                        min = 65_536,
                        doc = "Bytes of the file of records that the ledger refused.")
                int maxRejectedBytes) {

    public JournalConfig {
        if (segmentBytes < 4L * reserveBytes) {
            throw new IllegalArgumentException("segment-bytes must be at least 4 x reserve-bytes");
        }
    }

    /** Requests that may be open at once, so that all of them can be closed in one segment. */
    public int maxOpen() {
        return (segmentBytes - Segment.HEADER_BYTES) / reserveBytes;
    }
}
