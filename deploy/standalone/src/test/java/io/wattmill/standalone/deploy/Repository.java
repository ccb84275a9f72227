// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.deploy;

import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.cli.Wattmill;
import io.wattmill.standalone.process.Program;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where the descriptors are, what may read them, and the settings that the code has. */
final class Repository {

    static final Path SYSTEMD = Path.of("..", "systemd");
    static final Path KUBERNETES = Path.of("..", "kubernetes", "base");

    /** Longest run of a tool, seconds. */
    private static final long TOOL_LIMIT_S = 180;

    record Run(int exitCode, String output) {}

    private Repository() {}

    /** Files of a folder whose name ends so, sorted. */
    static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /**
     * Binds what a process would bind.
     *
     * @throws io.wattmill.kit.config.ConfigException when a value or a variable fits no setting
     */
    static void checkSettings(Program program, Path yaml, Map<String, String> environment) {
        program.check(Configuration.load(Optional.of(yaml), environment));
    }

    /**
     * The process that a command line of {@code wattmill} runs.
     *
     * @throws picocli.CommandLine.ParameterException when there is no such command or option
     */
    static Program program(List<String> words) {
        var parsed = Wattmill.commandLine().parseArgs(words.toArray(new String[0]));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        var command = parsed.commandSpec();
        var name = command.name().equals("run") ? command.parent().name() : command.name();
        return Stream.of(Program.values())
                .filter(program -> program.label().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A tool of this machine, when it is there. */
    static boolean has(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Runs a tool to its end. */
    static Run run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(new ArrayList<>(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        byte[] output = process.getInputStream().readAllBytes();
        if (!process.waitFor(TOOL_LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return new Run(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    }
}
