// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end and keeps what it said. Output goes through a file, because a pipe
 * would stay open as long as a daemon that the program left behind.
 *
 * @param output where the last program's output is
 * @param timeout how long a program may take before it is killed
 */
record Command(Path output, Duration timeout) {

    Result run(List<String> words) throws IOException {
        var process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        return new Result(exitOf(process, words), Files.readString(output).strip());
    }

    private int exitOf(Process process, List<String> words) {
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new PostgresException(
                    "%s did not end within %d s".formatted(words, timeout.toSeconds()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PostgresException("interrupted while waiting for " + words, e);
        }
    }

    /**
     * What came of it.
     *
     * @param exit exit status, 0 = success
     * @param output everything it printed
     */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }
}
