// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.wattmill.kit.testing.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a JVM; of one that does not end it tells what each of its threads does. */
final class ProcessEnd {
    /** The last words of a thread dump but for the heap's figures. */
    private static final String DUMPED = "JNI global refs";

    private static final int TOLD_LINES = 600;

    private ProcessEnd() {}

    /**
     * The exit code.
     *
     * @param output where standard output and error go
     * @throws AssertionError when it lives on, with the last lines of its output and a thread dump
     */
    static int await(String name, Process process, Path output, Duration limit)
            throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            dump(process, output);
            throw new AssertionError("%s does not end: %s".formatted(name, tail(output)));
        }
        return process.exitValue();
    }

    /** The last lines of an output. */
    static String tail(Path output) {
        List<String> lines = text(output).lines().toList();
        return String.join(
                "\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    private static void dump(Process process, Path output) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
            Await.until(() -> text(output).contains(DUMPED), "a thread dump of it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file says. */
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
