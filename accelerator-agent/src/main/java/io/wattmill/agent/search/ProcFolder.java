// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.EngineCommand;
import io.wattmill.agent.discovery.HostProcess;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Linux's list of processes. What cannot be read (a process that ended meanwhile, another user's
 * environment, a host without such a list) is left out. Every call blocks.
 */
final class ProcFolder {

    private static final int LONGEST_FILE = 65_536;
    private static final Set<String> VARIABLES =
            Set.of("CUDA_VISIBLE_DEVICES", "OLLAMA_HOST", "PORT");

    private final Path root;
    private final int most;

    ProcFolder(DiscoveryConfig config) {
        this.root = config.proc();
        this.most = config.maxProcesses();
    }

    /** The processes with their command lines; an engine's also with its environment. */
    List<HostProcess> read() {
        List<HostProcess> processes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path entry : entries) {
                if (processes.size() == most) {
                    break;
                }
                process(entry).ifPresent(processes::add);
            }
        } catch (IOException _) {
            // Not Linux, or hidden: then processes tell nothing, and ports still do.
        }
        return processes;
    }

    private static Optional<HostProcess> process(Path entry) {
        List<String> words = entries(entry.resolve("cmdline"));
        if (words.isEmpty()) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(entry.getFileName().toString());
            boolean engine = EngineCommand.of(words, Map.of()).isPresent();
            Map<String, String> variables = engine ? variables(entry) : Map.of();
            return Optional.of(new HostProcess(pid, parent(entry), words, variables));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The fourth field of {@code stat}; the second, in brackets, may hold anything. */
    private static long parent(Path entry) {
        String stat = text(entry.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > 1 ? Long.parseLong(fields[1]) : 0;
    }

    private static Map<String, String> variables(Path entry) {
        Map<String, String> variables = new HashMap<>();
        for (String variable : entries(entry.resolve("environ"))) {
            String[] pair = variable.split("=", 2);
            if (pair.length == 2 && VARIABLES.contains(pair[0])) {
                variables.put(pair[0], pair[1]);
            }
        }
        return variables;
    }

    private static List<String> entries(Path file) {
        String text = text(file);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\0"));
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }
}
