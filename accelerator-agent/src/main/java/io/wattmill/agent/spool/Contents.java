// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import io.wattmill.agent.buffer.Frames.Frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of an earlier run holds. */
final class Contents {

    private final Path file;
    private long items;
    private long firstId;
    private long lastId;
    private long marked;

    private Contents(Path file) {
        this.file = file;
    }

    /** Reads it from its beginning to its end. */
    static Contents of(Path file) throws IOException {
        Contents contents = new Contents(file);
        Segment.read(file, contents::count);
        return contents;
    }

    private boolean count(Frame frame) {
        if (frame.mark()) {
            marked = Math.max(marked, frame.id());
        } else {
            firstId = items == 0 ? frame.id() : firstId;
            lastId = frame.id();
            items++;
        }
        return true;
    }

    /** The newest id that it says is acknowledged. */
    long marked() {
        return marked;
    }

    /** How many items are behind an id; reads the file once more when it is amid them. */
    long behind(long id) throws IOException {
        if (items == 0 || lastId <= id) {
            return 0;
        }
        if (firstId > id) {
            return items;
        }
        long[] behind = new long[1];
        Segment.read(
                file,
                frame -> {
                    behind[0] += frame.mark() || frame.id() <= id ? 0 : 1;
                    return true;
                });
        return behind[0];
    }

    Segment segment() throws IOException {
        return new Segment(file, items, lastId, Files.size(file));
    }
}
