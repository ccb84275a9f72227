// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.standalone.cli.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Ctrl-C of a simulation, as a shell sends it to a process of its own. */
class PlanCancelTest {
    /** Of processor time: the JVM is up and at the simulation, which would take a minute. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(4);

    /**
     * Of processor time: what the promised second holds for the one thread that simulates, and as
     * much for the JVM's own. By the clock the test would time whoever else is at work here.
     */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int SIGINT = 2;

    @TempDir private Path folder = Path.of("");

    @Test
    void endsSoonAndSaysHowFarItWas() throws Exception {
        try (var run = run("--generate", "120000", "--seeds", "100", "--threads", "1")) {
            await(run, UNDER_WAY);
            assertEquals(ExitCode.CANCELLED, interrupted(run), run::output);
            assertTrue(run.output().contains("CANCELLED at"), run::output);
        }
    }

    @Test
    void endsSoonWhileNothingRunsYet() throws Exception {
        try (var run = run("--generate", "800000", "--seeds", "1", "--threads", "1")) {
            await(run, Duration.ofMillis(2_500));
            assertEquals(ExitCode.CANCELLED, interrupted(run), run::output);
        }
    }

    private SuiteProcess run(String... words) throws Exception {
        var line =
                Stream.concat(
                        Stream.of(
                                "plan",
                                "run",
                                "hgx-h100-1-rack",
                                "--brief",
                                "--model",
                                "chat-large"),
                        Stream.of(words));
        return SuiteProcess.command(folder, line.toArray(String[]::new));
    }

    private static void await(SuiteProcess run, Duration cpu) {
        Patience.until(
                () -> spent(run).orElse(Duration.ZERO),
                spent -> spent.compareTo(cpu) > 0 || !run.isAlive(),
                "the simulation is under way");
        assertTrue(run.isAlive(), run::output);
    }

    /** The exit code, of a process that ended with the work of a second at most. */
    private static int interrupted(SuiteProcess run) throws Exception {
        Duration before = spent(run).orElseThrow();
        new ProcessBuilder("kill", "-" + signal(run), Long.toString(run.pid())).start().waitFor();
        var last = new AtomicLong(before.toNanos());
        Patience.until(
                () -> {
                    spent(run).map(Duration::toNanos).ifPresent(last::set);
                    return run.isAlive();
                },
                alive -> !alive,
                "the simulation has ended");
        Duration took = Duration.ofNanos(last.get()).minus(before);
        assertTrue(took.compareTo(LIMIT) <= 0, "took " + took + " of processors");
        return run.exitCode();
    }

    /** Processor time of all its threads; empty once it has ended. */
    private static Optional<Duration> spent(SuiteProcess run) {
        return ProcessHandle.of(run.pid()).flatMap(handle -> handle.info().totalCpuDuration());
    }

    /** What Ctrl-C sends, unless it came into the world deaf to it, as background jobs do. */
    private static String signal(SuiteProcess run) throws IOException {
        Path status = Path.of("/proc/" + run.pid() + "/status");
        boolean deaf =
                Files.isReadable(status)
                        && Files.readAllLines(status).stream()
                                .filter(line -> line.startsWith("SigIgn:"))
                                .anyMatch(line -> (mask(line) & 1L << SIGINT - 1) != 0);
        return deaf ? "TERM" : "INT";
    }

    private static long mask(String line) {
        return Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16);
    }
}
