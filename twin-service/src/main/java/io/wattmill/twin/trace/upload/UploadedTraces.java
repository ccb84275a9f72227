// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Uploaded traces as files {@code OWNER/NAME.FORMAT}; one that still comes in, part by part, ends
 * in {@code .part} and is nobody's trace yet. One writer at a time.
 */
public final class UploadedTraces {
    private static final String PART = ".part";

    private final Path folder;
    private final UploadQuota quota;

    /** In this folder, which is made when there is something to keep. */
    public UploadedTraces(Path folder, UploadQuota quota) {
        this.folder = folder.toAbsolutePath().normalize();
        this.quota = quota;
    }

    /** An owner's traces, by name. */
    public List<UploadedTrace> of(String owner) throws IOException {
        return files(owner).stream()
                .filter(file -> !isPart(file))
                .map(file -> trace(owner, file))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The trace of this name. */
    public Optional<UploadedTrace> find(TraceName name) throws IOException {
        return of(name.owner()).stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * Takes a part of a trace.
     *
     * @param at bytes of the trace before this part; 0 begins it anew
     */
    public synchronized Receipt take(TraceName name, long at, ByteBuffer part) throws IOException {
        if (find(name).isPresent()) {
            return new Receipt.NameTaken();
        }
        Path file = part(name);
        long before = at == 0 || !Files.exists(file) ? 0 : Files.size(file);
        if (at != before) {
            return new Receipt.OutOfPlace(before);
        }
        Optional<Receipt> over = overQuota(name, at + part.remaining());
        if (over.isPresent()) {
            Files.deleteIfExists(file);
            return over.get();
        }
        append(file, at, part);
        return new Receipt.Taken(Files.size(file));
    }

    /** The file that parts are gathered in. */
    public Path part(TraceName name) {
        return folder.resolve(name.owner()).resolve(name.name() + PART);
    }

    /** Makes a trace of the parts; it is there for its owner from now on. */
    public synchronized UploadedTrace keep(TraceName name, String format) throws IOException {
        Path file = part(name).resolveSibling(name.name() + "." + format);
        Files.move(part(name), file, StandardCopyOption.ATOMIC_MOVE);
        return trace(name.owner(), file).orElseThrow();
    }

    /** Lets parts go that made no trace. */
    public synchronized void discard(TraceName name) throws IOException {
        Files.deleteIfExists(part(name));
    }

    /** Deletes a trace; false when there is none. */
    public synchronized boolean delete(TraceName name) throws IOException {
        Optional<UploadedTrace> found = find(name);
        return found.isPresent() && Files.deleteIfExists(found.get().file());
    }

    private Optional<Receipt> overQuota(TraceName name, long bytes) throws IOException {
        List<Path> others =
                files(name.owner()).stream().filter(file -> !file.equals(part(name))).toList();
        long total = bytes;
        for (Path file : others) {
            total += Files.size(file);
        }
        long whole = total;
        return over("max-bytes", bytes, quota.maxBytes())
                .or(() -> over("max-traces", others.size() + 1L, quota.maxTraces()))
                .or(() -> over("max-total-bytes", whole, quota.maxTotalBytes()));
    }

    private static Optional<Receipt> over(String limit, long asked, long most) {
        return asked > most
                ? Optional.of(new Receipt.OverQuota("twin.traces." + limit, most))
                : Optional.empty();
    }

    private static void append(Path file, long at, ByteBuffer part) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (FileChannel to =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            to.truncate(at).position(at);
            while (part.hasRemaining()) {
                to.write(part);
            }
        }
    }

    private List<Path> files(String owner) throws IOException {
        Path mine = folder.resolve(owner);
        if (!Files.isDirectory(mine)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(mine)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean isPart(Path file) {
        return file.toString().endsWith(PART);
    }

    private static Optional<UploadedTrace> trace(String owner, Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return TraceName.of(owner, name.substring(0, Math.max(0, dot)))
                .flatMap(each -> trace(each, name.substring(dot + 1), file));
    }

    /** Empty for one that was deleted meanwhile. */
    private static Optional<UploadedTrace> trace(TraceName name, String format, Path file) {
        try {
            long atUs = Files.getLastModifiedTime(file).to(TimeUnit.MICROSECONDS);
            return Optional.of(new UploadedTrace(name, format, Files.size(file), atUs, file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
