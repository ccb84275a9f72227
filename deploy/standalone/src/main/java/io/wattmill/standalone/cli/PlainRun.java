// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The words by which a host starts a process of its site: which one, {@code --config} and {@code
 * --ready-file}, and no other. They are read here and not by picocli, whose class files are of a
 * kind that no ahead-of-time cache takes: to load and verify its 170 classes costs a start a tenth
 * of a second. Whatever is said otherwise is picocli's to understand, or to refuse.
 */
record PlainRun(Program program, Map<String, Path> options) {

    private static final String CONFIG = "--config";
    private static final String READY_FILE = "--ready-file";

    /** What these words say, empty when they are not plain. */
    static Optional<PlainRun> of(String... words) {
        Deque<String> rest = new ArrayDeque<>(List.of(words));
        return program(rest)
                .flatMap(program -> options(rest).map(options -> new PlainRun(program, options)));
    }

    private static Optional<Program> program(Deque<String> rest) {
        var word = rest.isEmpty() ? "" : rest.remove();
        var program =
                Arrays.stream(Program.values()).filter(it -> it.label().equals(word)).findFirst();
        return program.filter(it -> it != Program.AGENT || "run".equals(rest.poll()));
    }

    private static Optional<Map<String, Path>> options(Deque<String> rest) {
        var options = new TreeMap<String, Path>();
        while (!rest.isEmpty()) {
            var name = rest.remove();
            var value = rest.isEmpty() ? "-" : rest.remove();
            boolean known = name.equals(CONFIG) || name.equals(READY_FILE);
            if (!known || value.startsWith("-") || options.put(name, Path.of(value)) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    /** Serves until a signal asks to stop; the exit code. */
    int execute() {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var run = new ProcessRun(program, option(CONFIG), option(READY_FILE), System.getenv(), out);
        try {
            run.run();
            return ExitCode.OK;
        } catch (Exception e) {
            return Refusals.tell(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    private Optional<Path> option(String name) {
        return Optional.ofNullable(options.get(name));
    }
}
