// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.wattmill.gateway.recording.LineReading;
import io.wattmill.gateway.recording.RecordedCounts;
import io.wattmill.gateway.recording.RecordingLines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out what a file holds that an earlier process wrote. A closed file says it in its last
 * line; one that was left open, by a crash, is read from the beginning.
 */
final class PartScan {

    /** A last line is shorter than this. */
    private static final int TAIL_BYTES = 512;

    private long wholeBytes;
    private RecordedCounts counts = RecordedCounts.NONE;

    private PartScan() {}

    /** The file, without a last line that is not whole. */
    static PartFile open(Path path) throws IOException {
        Optional<RecordedCounts> said = lastLine(path);
        return said.isPresent()
                ? new PartFile(path, Files.size(path), said.get())
                : new PartScan().read(path);
    }

    /** Whether the file was closed, and what it said then. */
    private static Optional<RecordedCounts> lastLine(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL_BYTES, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            return text.endsWith("\n") ? end(text.strip()) : Optional.empty();
        }
    }

    private static Optional<RecordedCounts> end(String tail) {
        String line = tail.substring(tail.lastIndexOf('\n') + 1);
        return RecordingLines.read(line) instanceof LineReading.End(RecordedCounts said)
                ? Optional.of(said)
                : Optional.empty();
    }

    private PartFile read(Path path) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    take(line);
                }
            }
        }
        return new PartFile(path, wholeBytes, counts);
    }

    private void take(ByteArrayOutputStream line) {
        wholeBytes += line.size();
        counts =
                switch (RecordingLines.read(line.toString(StandardCharsets.UTF_8))) {
                    case LineReading.Request(long arrivedAtUs) ->
                            counts.plus(RecordedCounts.one(arrivedAtUs));
                    case LineReading.End(RecordedCounts said) -> said;
                    case LineReading.Other() -> counts;
                };
        line.reset();
    }
}
