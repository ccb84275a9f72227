// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files of mode 0600 that appear whole or not at all, and survive a power cut once written. */
public final class OwnerOnly {
    private static final String MODE = "rw-------";

    private OwnerOnly() {}

    /** Replaces the file by this text; folders above it are created. */
    public static void write(Path file, String text) throws IOException {
        var target = file.toAbsolutePath();
        var folder = target.resolveSibling(".");
        Files.createDirectories(folder.normalize());
        var draft =
                target.resolveSibling(
                        "." + target.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        try (var channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), mode())) {
            writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(
                draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static java.nio.file.attribute.FileAttribute<?> mode() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE));
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
