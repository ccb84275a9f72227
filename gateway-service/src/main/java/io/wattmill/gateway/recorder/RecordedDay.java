// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.wattmill.gateway.recording.RecordedCounts;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * What was recorded of one UTC day.
 *
 * @param day when its requests ended
 * @param files in order
 * @param counts of all of them
 */
public record RecordedDay(LocalDate day, List<RecordedFile> files, RecordedCounts counts) {

    /**
     * A file as far as whole lines are in it.
     *
     * @param path where it is
     * @param bytes from its beginning
     */
    public record RecordedFile(Path path, long bytes) {}

    public RecordedDay {
        files = List.copyOf(files);
    }

    /** Bytes of all files. */
    public long bytes() {
        return files.stream().mapToLong(RecordedFile::bytes).sum();
    }
}
