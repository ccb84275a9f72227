// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.folder;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that tells a script that the suite serves, and where: `{"url", "admin_key", "api_key",
 * "pid"}`; of a process alone, what it has of those and more. It appears whole, mode 0600, and is
 * removed when the suite stops.
 */
public final class ReadyFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path file;

    private ReadyFile(Path file) {
        this.file = file;
    }

    /** Removes what an instance that was killed left behind: nobody may take it for us. */
    public static void clear(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Writes the file. */
    public static ReadyFile write(Path file, URI url, FirstKeys keys, long pid) throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("url", url.toString());
        facts.put("admin_key", keys.admin());
        facts.put("api_key", keys.developer());
        facts.put("pid", pid);
        return write(file, facts);
    }

    /** Writes what a process tells of itself: names to texts, numbers, lists and maps. */
    public static ReadyFile write(Path file, Map<String, ?> facts) throws IOException {
        OwnerOnly.write(file, JSON.writeValueAsString(facts) + "\n");
        return new ReadyFile(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
