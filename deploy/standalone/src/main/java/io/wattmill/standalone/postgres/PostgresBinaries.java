// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The unpacked programs of PostgreSQL.
 *
 * @param home the folder that holds bin, lib and share
 */
public record PostgresBinaries(Path home) {
    private static final String ARCHITECTURE = ArchUtils.normalize(System.getProperty("os.arch"));

    /** The version of the archive that this program carries, for example "17.11.0". */
    public static String version() {
        try (var text = PostgresBinaries.class.getResourceAsStream("binaries.version")) {
            var bytes = Objects.requireNonNull(text, "binaries.version").readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first part of the version: data of another major version cannot be opened. */
    public static String majorVersion() {
        var version = version();
        return version.substring(0, version.indexOf('.'));
    }

    /**
     * Unpacks them below the cache folder, once per version: about 60 MB. The folder appears whole,
     * so several processes may do this at the same time.
     */
    public static PostgresBinaries in(Path cache) throws IOException {
        var home = cache.resolve("postgres-" + version() + "-" + ARCHITECTURE);
        if (!Files.isDirectory(home)) {
            Files.createDirectories(cache);
            var draft = Files.createTempDirectory(cache, "unpacking-");
            try (var archive = archive()) {
                TarXz.unpack(archive, draft);
            }
            publish(draft, home);
        }
        return new PostgresBinaries(home);
    }

    /** The path of one program, for example "initdb". */
    public String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static InputStream archive() throws IOException {
        var archive =
                DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                        System.getProperty("os.name"), ARCHITECTURE);
        return Objects.requireNonNull(archive, "PostgreSQL archive");
    }

    /** Another process may have been quicker: then its folder is as good as ours. */
    private static void publish(Path draft, Path home) throws IOException {
        try {
            Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Trees.delete(draft);
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }
}
