// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A folder that lists processes as Linux does.
 *
 * @param folder stands for {@code /proc}
 */
public record ProcessList(Path folder) {

    /** Enters a process of root's with this command line, its words separated by blanks. */
    public void add(long pid, long parent, String line, Map<String, String> environment)
            throws IOException {
        Path entry = Files.createDirectories(folder.resolve(Long.toString(pid)));
        Files.writeString(entry.resolve("cmdline"), line.replace(' ', '\0') + "\0");
        Files.writeString(entry.resolve("stat"), "%d (a) b) S %d 1 1 0".formatted(pid, parent));
        owner(Long.toString(pid), 0);
        Files.writeString(
                entry.resolve("environ"),
                environment.entrySet().stream()
                        .map(variable -> variable + "\0")
                        .collect(Collectors.joining()));
    }

    /** Says whose a process is, or by the name {@code self} whose this one is. */
    public void owner(String pid, long user) throws IOException {
        Path entry = Files.createDirectories(folder.resolve(pid));
        List<String> lines = List.of("Name:\tpython3", "Uid:\t%d\t0\t0\t0".formatted(user));
        Files.write(entry.resolve("status"), lines);
    }

    /** Says who listens at a port: nobody else does, at any. */
    public void listener(int port, long user) throws IOException {
        Path net = Files.createDirectories(folder.resolve("self/net"));
        String here = "0000000000000000FFFF00000100007F:%04X".formatted(port);
        String socket = "0: " + here + " 0:0000 0A 0:0 00:0 0 " + user + " 0 1 1 0 100 0 0 10 0";
        List<String> lines = List.of("sl local_address rem_address st tx rx tr tm uid", socket);
        Files.write(net.resolve("tcp6"), lines);
    }

    /** Enters a process of which nothing makes sense. */
    public void damage(long pid) throws IOException {
        Path entry = Files.createDirectories(folder.resolve(Long.toString(pid)));
        Files.writeString(entry.resolve("cmdline"), "vllm\0serve\0");
        Files.writeString(entry.resolve("stat"), "no stat at all");
        Files.createDirectories(folder.resolve("7x"));
    }
}
