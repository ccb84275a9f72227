// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that is being written. */
final class OpenSegment {

    private final Path file;
    private final FileChannel channel;
    private long items;
    private long lastId;
    private long bytes;
    private boolean dirty;

    private OpenSegment(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** A new file; fails when there is one of this name. */
    static OpenSegment create(Path file) throws IOException {
        return new OpenSegment(
                file,
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Appends an item. When it throws, the file ends in a torn frame and takes nothing more. */
    void item(long id, ByteBuffer frame) throws IOException {
        write(frame);
        items++;
        lastId = id;
    }

    /** Appends a mark. */
    void mark(ByteBuffer frame) throws IOException {
        write(frame);
    }

    private void write(ByteBuffer frame) throws IOException {
        dirty = true;
        while (frame.hasRemaining()) {
            bytes += channel.write(frame);
        }
    }

    /** Brings what was written to the disk itself. */
    void sync() throws IOException {
        if (dirty) {
            channel.force(false);
            dirty = false;
        }
    }

    boolean isDirty() {
        return dirty;
    }

    long bytes() {
        return bytes;
    }

    /** As a file that may be read. */
    Segment sealed() {
        return new Segment(file, items, lastId, bytes);
    }

    /** Closes it, on disk as far as the disk lets it. */
    void close() throws IOException {
        try (channel) {
            sync();
        }
    }
}
