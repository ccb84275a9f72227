// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.wattmill.gateway.recording.RecordedCounts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** One file, its whole lines, and what they hold. Used by one thread at a time. */
final class PartFile {

    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);
    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private long bytes;
    private RecordedCounts counts;

    /** A file with {@code bytes} of whole lines; whatever lies behind them is overwritten. */
    PartFile(Path path, long bytes, RecordedCounts counts) {
        this.path = path;
        this.bytes = bytes;
        this.counts = counts;
    }

    /** An empty file, which only its owner may read. */
    static PartFile create(Path path) throws IOException {
        var permissions = PosixFilePermissions.fromString(OWNER_ONLY);
        FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(permissions))
                .close();
        return new PartFile(path, 0, RecordedCounts.NONE);
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    RecordedCounts counts() {
        return counts;
    }

    /** Adds whole lines; when it fails, they are not in the file. */
    void append(byte[] lines, RecordedCounts added) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(bytes).position(bytes);
            ByteBuffer rest = ByteBuffer.wrap(lines);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
        bytes += lines.length;
        counts = counts.plus(added);
    }

    /** Whether the file still exists. */
    boolean isThere() {
        return Files.exists(path);
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("an old recording cannot be deleted");
        }
    }
}
