// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import io.wattmill.standalone.folder.OwnerOnly;
import io.wattmill.standalone.host.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One data directory and the programs that work on it. The folder lock of the suite keeps everyone
 * else away.
 */
final class Cluster {
    private static final long POLL_NANOS = 5_000_000;

    private final PostgresSettings settings;
    private final PostgresBinaries binaries;
    private final Command command;
    private final List<String> prefix;

    Cluster(PostgresSettings settings, PostgresBinaries binaries) throws IOException {
        this.settings = settings;
        this.binaries = binaries;
        this.command = new Command(settings.commandOutput(), settings.commandTimeout());
        this.prefix = Unprivileged.prefix(command);
    }

    /**
     * Makes the data directory when there is none. It appears whole: an interrupted attempt is
     * thrown away.
     */
    void create(String user, String password) throws IOException {
        if (Files.isDirectory(settings.cluster())) {
            requireOurVersion();
            return;
        }
        Trees.delete(settings.draftCluster());
        var passwordFile = settings.folder().resolve("password.initdb");
        OwnerOnly.write(passwordFile, password + "\n");
        var words =
                List.of(
                        "-D",
                        settings.draftCluster().toString(),
                        "-U",
                        user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-instructions",
                        "--data-checksums");
        expect(run("initdb", words), "initdb");
        Files.delete(passwordFile);
        Files.move(settings.draftCluster(), settings.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts a server and returns its pid once it accepts connections. */
    long start(int port) throws IOException {
        var options =
                settings.parameters(port).entrySet().stream()
                        .map(p -> "-c " + p.getKey() + "='" + p.getValue() + "'")
                        .collect(Collectors.joining(" "));
        var words = new ArrayList<>(onCluster());
        words.addAll(
                List.of(
                        "-l",
                        settings.log().toString(),
                        "-w",
                        "-t",
                        seconds(),
                        "-o",
                        options,
                        "start"));
        expect(run("pg_ctl", words), "start");
        return PostmasterFile.pid(settings.cluster())
                .orElseThrow(
                        () ->
                                new PostgresException(
                                        "PostgreSQL started and ended at once; see "
                                                + settings.log()));
    }

    /**
     * Stops the server on this data, if any: ours, or one that an earlier process left behind. It
     * writes a checkpoint first; one that does not follow within its time is made to end.
     */
    void stopServer() throws IOException {
        try {
            stop("fast");
        } catch (PostgresException _) {
            stopAtOnce();
        }
    }

    /** Stops the server on this data without a checkpoint: the next start recovers from the log. */
    void stopAtOnce() throws IOException {
        stop("immediate");
    }

    /**
     * A pid that now belongs to another program is only a stale note, and PostgreSQL would not
     * start over it.
     */
    private void stop(String mode) throws IOException {
        var pid = PostmasterFile.pid(settings.cluster());
        if (pid.isPresent() && isServerHere(pid.getAsLong())) {
            stop(pid.getAsLong(), mode);
        } else {
            Files.deleteIfExists(PostmasterFile.in(settings.cluster()));
        }
    }

    private void stop(long pid, String mode) throws IOException {
        var words = new ArrayList<>(onCluster());
        words.addAll(List.of("-m", mode, "-w", "-t", seconds(), "stop"));
        var result = run("pg_ctl", words);
        if (!result.succeeded() && Processes.isRunning(pid)) {
            throw new PostgresException(
                    "PostgreSQL (pid %d) did not stop: %s".formatted(pid, result.output()));
        }
        awaitEnd(pid);
    }

    private boolean isServerHere(long pid) {
        var line = Processes.commandLine(pid);
        return Processes.isRunning(pid)
                && line.contains("postgres")
                && line.contains(settings.cluster().toString());
    }

    /**
     * The pid file goes before the process does; the next server must not meet its shared memory.
     */
    private void awaitEnd(long pid) {
        var deadline = System.nanoTime() + settings.commandTimeout().toNanos();
        while (Processes.isRunning(pid)) {
            if (System.nanoTime() > deadline) {
                throw new PostgresException("PostgreSQL (pid %d) does not end".formatted(pid));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void requireOurVersion() throws IOException {
        var found = Files.readString(settings.cluster().resolve("PG_VERSION")).strip();
        var ours = PostgresBinaries.majorVersion();
        if (!found.equals(ours)) {
            throw new PostgresException(
                    "%s was made by PostgreSQL %s, and this Wattmill carries %s; start with --data DIR"
                            .formatted(settings.cluster(), found, ours));
        }
    }

    private Command.Result run(String program, List<String> words) throws IOException {
        var line = new ArrayList<>(prefix);
        line.add(binaries.program(program));
        line.addAll(words);
        return command.run(line);
    }

    private static void expect(Command.Result result, String what) {
        if (!result.succeeded()) {
            throw new PostgresException(
                    "PostgreSQL %s failed: %s".formatted(what, result.output()));
        }
    }

    private List<String> onCluster() {
        return List.of("-D", settings.cluster().toString());
    }

    private String seconds() {
        return Long.toString(settings.commandTimeout().toSeconds());
    }
}
