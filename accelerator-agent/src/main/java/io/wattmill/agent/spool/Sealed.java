// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

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
        List<Contents> found = new ArrayList<>();
        long run = 0;
        long acked = 0;
        for (Path file : files) {
            Contents contents = Contents.of(file);
            run = Math.max(run, SpoolFolder.run(file));
            acked = Math.max(acked, contents.marked());
            segments.add(contents.segment());
            found.add(contents);
        }
        long waiting = 0;
        for (Contents contents : found) {
            waiting += contents.behind(acked);
        }
        return new Found(run, acked, waiting);
    }

    void add(Segment segment) {
        segments.add(segment);
    }

    /** Does not read a file again; it stays where it is. */
    void forget(Path file) {
        segments.removeIf(segment -> segment.file().equals(file));
    }

    /** Those that hold something behind an id. */
    List<Segment> behind(long id) {
        return segments.stream().filter(segment -> segment.lastId() > id).toList();
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
