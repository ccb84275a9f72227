// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where one suite keeps everything: ledger, journal, secrets, logs.
 *
 * @param root the folder, absolute
 */
public record DataFolder(Path root) {

    /** The folder's place: what was asked for, else `XDG_DATA_HOME`, else `~/.local/share`. */
    public static DataFolder at(Optional<Path> asked, Map<String, String> env) {
        return new DataFolder(
                asked.orElseGet(() -> userFolder(env, "XDG_DATA_HOME", ".local/share"))
                        .toAbsolutePath()
                        .normalize());
    }

    /** Where things live that can be made again (unpacked binaries): `XDG_CACHE_HOME`. */
    public static Path cache(Map<String, String> env) {
        return userFolder(env, "XDG_CACHE_HOME", ".cache").toAbsolutePath().normalize();
    }

    /** Creates the folder, readable by its owner only, when it is not there. */
    public DataFolder create() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        return this;
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path secret(String name) {
        return root.resolve("secrets").resolve(name);
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path gateway() {
        return root.resolve("gateway");
    }

    /** Traces that were sent to the twin. */
    public Path traces() {
        return root.resolve("traces");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    private static Path userFolder(Map<String, String> env, String variable, String underHome) {
        var configured = env.getOrDefault(variable, "");
        var parent =
                configured.isEmpty()
                        ? Path.of(env.getOrDefault("HOME", ".")).resolve(underHome)
                        : Path.of(configured);
        return parent.resolve("wattmill");
    }
}
