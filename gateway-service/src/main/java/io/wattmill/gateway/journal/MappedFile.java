// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file mapped into memory. All blocks of a new one are allocated before it is used, so that a
 * full disk cannot end the process by a signal later.
 */
final class MappedFile implements AutoCloseable {

    private static final int FILL_BYTES = 1 << 20;

    private final Path file;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path file, Arena arena, MemorySegment bytes) {
        this.file = file;
        this.arena = arena;
        this.bytes = bytes;
    }

    /** A new file of zeros. */
    static MappedFile create(Path file, int size) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            fill(channel, size);
            channel.force(true);
            return map(file, channel, size);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** A file that is there. */
    static MappedFile open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return map(file, channel, channel.size());
        }
    }

    private static MappedFile map(Path file, FileChannel channel, long size) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new MappedFile(
                    file, arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static void fill(FileChannel channel, int size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, FILL_BYTES));
        int left = size;
        while (left > 0) {
            zeros.clear().limit(Math.min(left, zeros.capacity()));
            left -= channel.write(zeros);
        }
    }

    /** What is in it; gone once it is closed. */
    MemorySegment bytes() {
        return bytes;
    }

    /** Writes {@code from .. to} to the disk; blocks. */
    void force(int from, int to) {
        try {
            bytes.asSlice(from, to - from).force();
        } catch (UncheckedIOException e) {
            throw new JournalException("cannot sync " + file, e);
        }
    }

    /** Unmaps it. */
    @Override
    public void close() {
        arena.close();
    }

    /** Unmaps and deletes it. */
    void delete() throws IOException {
        arena.close();
        Files.deleteIfExists(file);
    }
}
