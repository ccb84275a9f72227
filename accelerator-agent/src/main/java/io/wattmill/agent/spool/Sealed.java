// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames.Frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The files of a spool that are written no more, oldest first. */
final class Sealed {

    private final Deque<Segment> segments = new ArrayDeque<>();

    /**
     * What earlier runs left.
     *
     * @param run the newest of them
     * @param acked the newest id that was acknowledged
     * @param waiting items behind it
     */
    record Found(long run, long acked, long waiting) {}

    /** Takes the files of earlier runs; lets the folder go when they cannot be read. */
    Found take(SpoolFolder folder) throws IOException {
        try {
            return scan(folder.files());
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private Found scan(List<Path> files) throws IOException {
        segments.clear();
        List<Long> ids = new ArrayList<>();
        long run = 0;
        long acked = 0;
        for (Path file : files) {
            run = Math.max(run, SpoolFolder.run(file));
            List<Frame> frames = Segment.frames(file);
            List<Long> items =
                    frames.stream().filter(frame -> !frame.mark()).map(Frame::id).toList();
            long marked = frames.stream().filter(Frame::mark).mapToLong(Frame::id).max().orElse(0);
            acked = Math.max(acked, marked);
            ids.addAll(items);
            long lastId = items.isEmpty() ? 0 : items.getLast();
            segments.add(new Segment(file, items.size(), lastId, Files.size(file)));
        }
        long done = acked;
        return new Found(run, done, ids.stream().filter(id -> id > done).count());
    }

    void add(Segment segment) {
        segments.add(segment);
    }

    /** Does not read a file again; it stays where it is. */
    void forget(Path file) {
        segments.removeIf(segment -> segment.file().equals(file));
    }

    /** All of them. */
    List<Segment> all() {
        return List.copyOf(segments);
    }

    /** Deletes what holds nothing that waits. */
    void deleteUpTo(long acked) throws IOException {
        while (!segments.isEmpty() && segments.getFirst().lastId() <= acked) {
            Files.deleteIfExists(segments.removeFirst().file());
        }
    }

    /** Deletes the oldest if all of them are longer than this; empty when they are not. */
    Optional<Segment> deleteBeyond(long bytes) throws IOException {
        long all = segments.stream().mapToLong(Segment::bytes).sum();
        if (segments.isEmpty() || all <= bytes) {
            return Optional.empty();
        }
        Segment oldest = segments.removeFirst();
        Files.deleteIfExists(oldest.file());
        return Optional.of(oldest);
    }
}
