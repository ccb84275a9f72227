// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.discovery.EngineCommand;
import io.wattmill.agent.discovery.HostProcess;
import io.wattmill.agent.discovery.Listeners;
import io.wattmill.agent.discovery.Owners;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Linux's list of processes. What cannot be read (a process that ended meanwhile, another user's
 * environment, a host without such a list) is left out. Every call blocks.
 */
final class ProcFolder {

    private static final int LONGEST_FILE = 65_536;
    private static final int LONGEST_TABLE = 1 << 20;
    private static final long ROOT = 0;

    /** The owner of the folder is root's for a process that hides itself, whoever started it. */
    private static final Pattern REAL_USER = Pattern.compile("(?m)^Uid:\\s+(\\d{1,10})\\s");

    private static final Set<String> VARIABLES =
            Set.of("CUDA_VISIBLE_DEVICES", "OLLAMA_HOST", "PORT");

    private final Path root;
    private final int most;
    private final DiscoveryConfig config;
    private final Runnable onTooMany;

    /**
     * @param onTooMany runs when there are more processes than may be looked at
     */
    ProcFolder(DiscoveryConfig config, Runnable onTooMany) {
        this.config = config;
        this.onTooMany = onTooMany;
        this.root = config.proc();
        this.most = config.maxProcesses();
    }

    /** The processes with their command lines; an engine's also with its environment. */
    List<HostProcess> read() {
        List<HostProcess> processes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, "[0-9]*")) {
            for (Path entry : entries) {
                if (processes.size() == most) {
                    onTooMany.run();
                    break;
                }
                process(entry).ifPresent(processes::add);
            }
        } catch (IOException _) {
            // Not Linux, or hidden: then processes tell nothing, and ports still do.
        }
        return processes;
    }

    /** Whose engines are taken, as things are now. */
    Owners owners() {
        Set<Long> trusted = new HashSet<>(config.users());
        trusted.add(ROOT);
        user(root.resolve("self")).ifPresent(trusted::add);
        List<String> sockets =
                Stream.of("self/net/tcp", "self/net/tcp6")
                        .flatMap(table -> text(root.resolve(table), LONGEST_TABLE).lines())
                        .toList();
        return new Owners(config.anyUser(), trusted, Listeners.of(sockets));
    }

    private static OptionalLong user(Path entry) {
        Matcher line = REAL_USER.matcher(text(entry.resolve("status")));
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
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
            return Optional.of(new HostProcess(pid, parent(entry), user(entry), words, variables));
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
        return text(file, LONGEST_FILE);
    }

    private static String text(Path file, int longest) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(longest), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }
}
