// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The file `postmaster.pid` in a data directory: its first line is the pid of the server that has
 * it open.
 */
final class PostmasterFile {
    private PostmasterFile() {}

    static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** The pid of the last server; it may be long gone. */
    static OptionalLong pid(Path cluster) throws IOException {
        try {
            return parse(Files.readString(in(cluster)));
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(String text) {
        var first = text.lines().findFirst().orElse("").strip();
        try {
            var pid = Long.parseLong(first);
            return pid > 0 ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
