// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The secret under which keys are hashed. Whoever has the database and not this file has no key.
 */
public final class PepperFile {

    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /** How systemd (LoadCredential) and Kubernetes (secrets with a group) hand a file over. */
    private static final Set<PosixFilePermission> HANDED_OVER =
            PosixFilePermissions.fromString("r--r-----");

    private PepperFile() {}

    /**
     * The pepper in {@code file}, made from a secure generator when there is none. Only its owner
     * may write it; a group may read it where nobody can write it, because that is how systemd and
     * Kubernetes hand secrets over.
     *
     * @throws IOException when the file cannot be used, is open to others, or holds no pepper
     */
    public static byte[] readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions) && !HANDED_OVER.containsAll(permissions)) {
            throw new IOException(
                    file
                            + " is open to others ("
                            + PosixFilePermissions.toString(permissions)
                            + "); run: chmod 600 "
                            + file);
        }
        return decode(file);
    }

    private static void create(Path file) throws IOException {
        byte[] pepper = new byte[BYTES];
        new SecureRandom().nextBytes(pepper);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(draft, HexFormat.of().formatHex(pepper), StandardOpenOption.SYNC);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] decode(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
            throw new IOException(
                    file + " does not hold a pepper of " + BYTES + " bytes in hexadecimal");
        }
        return HexFormat.of().parseHex(text);
    }
}
