// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/** A file with the key of a hosted API. */
final class KeyFile {

    /** Longest file; keys are far shorter. */
    private static final long MAX_BYTES = 8_192;

    private static final Pattern KEY = Pattern.compile("[!-~]{8,4096}");

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /** How systemd (LoadCredential) and Kubernetes (secrets with a group) hand a file over. */
    private static final Set<PosixFilePermission> HANDED_OVER =
            PosixFilePermissions.fromString("r--r-----");

    private KeyFile() {}

    /**
     * The key in {@code file}.
     *
     * @throws IOException when the file cannot be read, is open to others or holds no key; the
     *     message has the file's name and nothing of what is in it
     */
    static String read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions) && !HANDED_OVER.containsAll(permissions)) {
            throw new IOException(file + " is open to others; run: chmod 600 " + file);
        }
        String text = Files.size(file) <= MAX_BYTES ? Files.readString(file).strip() : "";
        if (!KEY.matcher(text).matches()) {
            throw new IOException(file + " does not hold one key of 8 to 4096 printable letters");
        }
        return text;
    }
}
