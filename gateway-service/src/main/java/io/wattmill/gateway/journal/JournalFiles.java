// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The journal's folder: one process at a time, an identity that survives, and the segment files.
 */
final class JournalFiles implements AutoCloseable {

    private static final String SUFFIX = ".segment";

    private final Path folder;
    private final FileChannel lockFile;
    private final String gatewayId;

    private JournalFiles(Path folder, FileChannel lockFile, String gatewayId) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.gatewayId = gatewayId;
    }

    /** Opens and locks {@code folder}, making it when it is not there. */
    static JournalFiles open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = lock(folder);
            return new JournalFiles(folder, lockFile, identity(folder.resolve("gateway-id")));
        } catch (IOException e) {
            throw new JournalException("cannot use the journal folder " + folder, e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        Path file = folder.resolve("lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new JournalException(
                    "the journal "
                            + folder
                            + " is in use by pid "
                            + holder
                            + "; stop it, or use another folder");
        }
        byte[] pid =
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    /** The gateway's id: made once, then kept beside the journal. */
    private static String identity(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path draft = file.resolveSibling("gateway-id.new");
            Files.writeString(draft, UUID.randomUUID().toString());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    String gatewayId() {
        return gatewayId;
    }

    /** Where the segment with this number is. */
    Path segment(long number) {
        return folder.resolve(String.format(Locale.ROOT, "%016x", number) + SUFFIX);
    }

    /** Where records go that the ledger refused. */
    Path rejected() {
        return folder.resolve("rejected.jsonl");
    }

    /** Every segment file, oldest first. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /** Makes the names of new files durable. */
    void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
