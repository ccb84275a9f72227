// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of one spool, for one agent at a time: a lock that its end releases. */
final class SpoolFolder implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{6})-([0-9a-f]{6})\\.spool");

    private final Path folder;
    private final FileChannel lock;

    private SpoolFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes the folder if it is not there, for its owner's eyes alone, and takes its lock. */
    static SpoolFolder open(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lock =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!isOurs(lock)) {
            lock.close();
            throw new IOException("another agent uses " + folder);
        }
        return new SpoolFolder(folder, lock);
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /** The files of earlier runs, oldest first. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> NAME.matcher(name(file)).matches()).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The run of the agent that wrote a file. */
    static long run(Path file) {
        Matcher name = NAME.matcher(name(file));
        return name.matches() ? Long.parseLong(name.group(1), 16) : 0;
    }

    /** Where the file of this number of this run goes. */
    Path file(long run, long number) {
        return folder.resolve(String.format(Locale.ROOT, "%06x-%06x.spool", run, number));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
