// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FreePort;
import io.wattmill.kit.testing.TestPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** PostgreSQL as a process of its own, durable, on a data folder that outlives it. */
final class PostgresProcess implements AutoCloseable {

    static final String SUPERUSER = "postgres";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Path folder;
    private final Path programs;
    private final int port;
    private final Map<String, String> settings = new TreeMap<>();
    private Path data;
    private Optional<Process> process = Optional.empty();

    /** A new cluster; not started. */
    PostgresProcess(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.programs = programs();
        this.data = folder.resolve("data");
        this.port = FreePort.next();
        settings.putAll(
                Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "listen_addresses", "127.0.0.1",
                        "port", Integer.toString(port),
                        "unix_socket_directories", "",
                        "max_connections", "60",
                        "deadlock_timeout", "50ms",
                        "timezone", "UTC"));
        settings.put("max_wal_size", "128MB");
        // Nobody else ends it when this JVM is ended in the middle of a round.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        finish(
                command(
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        SUPERUSER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync",
                        "--data-checksums"));
    }

    /** Where the binaries are that the tests' embedded server has unpacked. */
    private static Path programs() {
        try (Connection connection = TestPostgres.connect(TestPostgres.fresh());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT setting FROM pg_config() WHERE name = 'BINDIR'")) {
            rows.next();
            return Path.of(rows.getString(1));
        } catch (SQLException e) {
            throw new AssertionError("PostgreSQL does not say where it is", e);
        }
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    /** Another folder from the next start on. */
    void data(Path other) {
        data = other;
    }

    /** A parameter from the next start on. */
    void set(String parameter, String value) {
        settings.put(parameter, value);
    }

    /** Starts and waits until it answers. */
    void start() throws IOException {
        List<String> words = new ArrayList<>(List.of("-D", data.toString()));
        settings.forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        process = Optional.of(command("postgres", words.toArray(String[]::new)));
        Await.until(this::answers, "PostgreSQL answers; see " + log(), LIMIT);
    }

    /** Waits until it answers; starts it where it ends, as one does that cannot recover. */
    void revive() throws IOException {
        while (!answersOrEnds()) {
            start();
        }
    }

    private boolean answersOrEnds() {
        boolean[] answered = {false};
        Await.until(
                () -> {
                    answered[0] = isRunning() && accepts();
                    return answered[0] || !isRunning();
                },
                "PostgreSQL answers or ends; see " + log(),
                LIMIT);
        return answered[0];
    }

    private boolean answers() {
        if (!isRunning()) {
            throw new AssertionError("PostgreSQL ended; see " + log());
        }
        return accepts();
    }

    private boolean accepts() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(30);
        } catch (SQLException _) {
            return false;
        }
    }

    boolean isRunning() {
        return process.map(Process::isAlive).orElse(false);
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    /** As an administrator. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?connectTimeout=30",
                SUPERUSER,
                "");
    }

    /**
     * SIGKILL to the postmaster and every backend. Returns when all are gone: the next postmaster
     * must not meet the memory of this one.
     */
    void kill() throws IOException {
        Process postmaster = process.orElseThrow();
        // One that stands still begins no backend that nobody would see.
        Signals.send("STOP", postmaster.pid());
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        Await.until(() -> !postmaster.isAlive(), "the postmaster is gone", LIMIT);
        Await.until(
                () -> backends.stream().noneMatch(one -> isThere(one.pid())),
                "the backends are gone",
                LIMIT);
        process = Optional.empty();
    }

    /** A dead child that nobody has waited for is still listed, but holds nothing. */
    private static boolean isThere(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    /** A clean end: sessions are cut off, a checkpoint is written. */
    void stop() throws IOException {
        if (isRunning()) {
            Process postmaster = process.orElseThrow();
            Signals.send("INT", postmaster.pid());
            Await.until(() -> !postmaster.isAlive(), "PostgreSQL ends; see " + log(), LIMIT);
        }
        process = Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (isRunning()) {
                kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL's programs refuse to run as root; in a user namespace root is nobody. */
    private Process command(String program, String... words) throws IOException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(programs.resolve(program).toString());
        line.addAll(List.of(words));
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private void finish(Process running) {
        Await.until(() -> !running.isAlive(), "initdb ends", LIMIT);
        if (running.exitValue() != 0) {
            throw new AssertionError("initdb failed; see " + log());
        }
    }
}
