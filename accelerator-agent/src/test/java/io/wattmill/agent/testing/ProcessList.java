// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A folder that lists processes as Linux does.
 *
 * @param folder stands for {@code /proc}
 */
public record ProcessList(Path folder) {

    /** Enters a process with this command line, its words separated by blanks. */
    public void add(long pid, long parent, String line, Map<String, String> environment)
            throws IOException {
        Path entry = Files.createDirectories(folder.resolve(Long.toString(pid)));
        Files.writeString(entry.resolve("cmdline"), line.replace(' ', '\0') + "\0");
        Files.writeString(entry.resolve("stat"), "%d (a) b) S %d 1 1 0".formatted(pid, parent));
        Files.writeString(
                entry.resolve("environ"),
                environment.entrySet().stream()
                        .map(variable -> variable + "\0")
                        .collect(Collectors.joining()));
    }

    /** Enters a process of which nothing makes sense. */
    public void damage(long pid) throws IOException {
        Path entry = Files.createDirectories(folder.resolve(Long.toString(pid)));
        Files.writeString(entry.resolve("cmdline"), "vllm\0serve\0");
        Files.writeString(entry.resolve("stat"), "no stat at all");
        Files.createDirectories(folder.resolve("7x"));
    }
}
