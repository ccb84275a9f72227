// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.recorder;

import io.wattmill.gateway.recorder.RecordedDay.RecordedFile;
import io.wattmill.gateway.recording.DayPart;
import io.wattmill.gateway.recording.RecordedCounts;
import io.wattmill.gateway.recording.RecordingLines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a recording, bounded in days and bytes. Blocks; used by one thread at a time. */
final class RecordingFolder {

    private final Path folder;
    private final RecordingConfig config;
    private final RecordingLines lines;
    private final TreeMap<DayPart, PartFile> parts = new TreeMap<>();

    /** Asked for by other threads too. */
    private volatile Optional<DayPart> open = Optional.empty();

    private RecordingFolder(Path folder, RecordingConfig config, RecordingLines lines) {
        this.folder = folder;
        this.config = config;
        this.lines = lines;
    }

    /** Opens {@code folder}, made when absent, and finds out what is in it. */
    static RecordingFolder open(Path folder, RecordingConfig config, RecordingLines lines)
            throws IOException {
        Files.createDirectories(folder);
        RecordingFolder opened = new RecordingFolder(folder, config, lines);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<DayPart> part = DayPart.of(String.valueOf(file.getFileName()));
                if (part.isPresent()) {
                    opened.parts.put(part.get(), PartScan.open(file));
                }
            }
        }
        return opened;
    }

    /** Writes lines of requests that ended {@code today}; closes what an earlier day left open. */
    void append(LocalDate today, byte[] requests, RecordedCounts added) throws IOException {
        forgetWhatWasTakenAway();
        endBefore(today);
        writable(today).append(requests, added);
    }

    /** The newest file of {@code today} while it has room, else a new one. */
    private PartFile writable(LocalDate today) throws IOException {
        DayPart first = new DayPart(today, 0);
        Entry<DayPart, PartFile> newest = parts.tailMap(first, true).lastEntry();
        if (newest == null) {
            return begun(first, create(first));
        }
        if (newest.getValue().bytes() < config.fileBytes()) {
            return begun(newest.getKey(), newest.getValue());
        }
        end();
        DayPart next = newest.getKey().next();
        return begun(next, create(next));
    }

    /** Somebody may delete files by hand. */
    private void forgetWhatWasTakenAway() {
        parts.values().removeIf(part -> !part.isThere());
        open = open.filter(parts::containsKey);
    }

    private PartFile create(DayPart name) throws IOException {
        PartFile part = PartFile.create(folder.resolve(name.fileName()));
        parts.put(name, part);
        return part;
    }

    private PartFile begun(DayPart name, PartFile part) throws IOException {
        open = Optional.of(name);
        if (part.bytes() == 0) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            lines.head(head);
            part.append(head.toByteArray(), RecordedCounts.NONE);
        }
        return part;
    }

    /** Whether a file of a day before {@code today} is open. */
    boolean isBehind(LocalDate today) {
        return open.map(part -> part.day().isBefore(today)).orElse(false);
    }

    /** Closes the open file when it is of an earlier day. */
    void endBefore(LocalDate today) throws IOException {
        if (isBehind(today)) {
            end();
        }
    }

    /** Closes the open file. */
    void end() throws IOException {
        if (open.isPresent()) {
            PartFile part = parts.get(open.get());
            open = Optional.empty();
            if (part == null || !part.isThere()) {
                return;
            }
            ByteArrayOutputStream end = new ByteArrayOutputStream();
            RecordingLines.end(end, part.counts());
            part.append(end.toByteArray(), RecordedCounts.NONE);
        }
    }

    /**
     * Deletes days that are kept no longer, then the oldest files until the rest fits; how many of
     * the latter went.
     */
    int retire(LocalDate today) {
        DayPart first = new DayPart(today.minusDays(config.keepDays() - 1L), 0);
        parts.headMap(first).values().forEach(PartFile::delete);
        parts.headMap(first).clear();
        int gone = 0;
        while (parts.size() > 1 && bytes() > config.totalBytes()) {
            parts.pollFirstEntry().getValue().delete();
            gone++;
        }
        return gone;
    }

    private long bytes() {
        return parts.values().stream().mapToLong(PartFile::bytes).sum();
    }

    /** What there is, oldest day first. */
    List<RecordedDay> days() {
        Map<LocalDate, List<PartFile>> byDay = new TreeMap<>();
        parts.forEach(
                (name, part) ->
                        byDay.computeIfAbsent(name.day(), _ -> new ArrayList<>()).add(part));
        return byDay.entrySet().stream().map(day -> day(day.getKey(), day.getValue())).toList();
    }

    private static RecordedDay day(LocalDate day, List<PartFile> files) {
        return new RecordedDay(
                day,
                files.stream().map(part -> new RecordedFile(part.path(), part.bytes())).toList(),
                files.stream()
                        .map(PartFile::counts)
                        .reduce(RecordedCounts.NONE, RecordedCounts::plus));
    }
}
