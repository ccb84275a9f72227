// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import io.wattmill.standalone.folder.Secrets;
import io.wattmill.standalone.host.Ports;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A running PostgreSQL server of our own. It is a process group of its own, so a Ctrl-C in the
 * terminal reaches it only through us, after everyone who uses it has stopped. All methods block;
 * call them from a thread that may.
 */
public final class EmbeddedPostgres {
    private static final String USER = "wattmill";
    private static final String DATABASE = "wattmill";
    private static final int START_ATTEMPTS = 3;
    private static final long REVIVAL_PAUSE_NANOS = 200_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final Cluster cluster;
    private final Address address;
    private final Duration reviveWithin;
    private long pid;
    private volatile boolean ending;

    private EmbeddedPostgres(Cluster cluster, Address address, Duration reviveWithin, long pid) {
        this.cluster = cluster;
        this.address = address;
        this.reviveWithin = reviveWithin;
        this.pid = pid;
    }

    /**
     * Starts a server on this folder's data, which is created if need be; an orphan on it is
     * stopped first.
     */
    public static EmbeddedPostgres start(PostgresSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        var password = Secrets.readOrCreate(settings.password());
        var cluster = new Cluster(settings, PostgresBinaries.in(settings.cache()));
        cluster.create(USER, password);
        cluster.stopServer();
        var server = start(cluster, settings, password, START_ATTEMPTS);
        server.createDatabase();
        server.watch();
        return server;
    }

    /**
     * Ends, without a checkpoint, whatever server works on this folder's data: for a process in a
     * hurry.
     */
    public static void abandon(PostgresSettings settings) throws IOException {
        new Cluster(settings, PostgresBinaries.in(settings.cache())).stopAtOnce();
    }

    /** Where and as whom to connect; the same for as long as this object lives. */
    public Address address() {
        return address;
    }

    /** Pid of the postmaster. */
    public synchronized long pid() {
        return pid;
    }

    /** Writes a checkpoint and ends; returns when the process is gone. */
    public void stop() throws IOException {
        ending = true;
        synchronized (this) {
            cluster.stopServer();
        }
    }

    /**
     * Another process can take the port between our look and the server's bind; then another port
     * will do.
     */
    private static EmbeddedPostgres start(
            Cluster cluster, PostgresSettings settings, String password, int attempts)
            throws IOException {
        var port = Ports.anyFree();
        try {
            var address = new Address(port, DATABASE, USER, password);
            return new EmbeddedPostgres(
                    cluster, address, settings.commandTimeout(), cluster.start(port));
        } catch (PostgresException e) {
            if (attempts > 1 && !Ports.isFree(port)) {
                return start(cluster, settings, password, attempts - 1);
            }
            throw e;
        }
    }

    private synchronized void watch() {
        ProcessHandle.of(pid)
                .ifPresentOrElse(server -> server.onExit().thenRun(this::ended), this::ended);
    }

    private void ended() {
        Thread.ofVirtual().name("postgres-revival").start(this::revive);
    }

    /**
     * A server that ended though nobody asked it to is started again where it was. Its children may
     * still hold the shared memory for a moment, so the first attempts may fail.
     */
    private synchronized void revive() {
        var deadline = System.nanoTime() + reviveWithin.toNanos();
        while (!ending && System.nanoTime() < deadline) {
            try {
                LOG.atWarn()
                        .addKeyValue("pid", pid)
                        .log("postgres ended by itself, starting it again");
                pid = cluster.start(address.port());
                watch();
                return;
            } catch (IOException | PostgresException e) {
                LOG.atWarn().setCause(e).log("postgres does not start again yet");
                LockSupport.parkNanos(REVIVAL_PAUSE_NANOS);
            }
        }
        if (!ending) {
            LOG.atError().log("postgres stays down");
        }
    }

    /**
     * Makes a role without any right of its own that may log in with this password, or gives the
     * one that is there this password.
     *
     * @param role lower-case letters and underscores
     * @param password hexadecimal
     */
    public void login(String role, String password) {
        maintain(
                "make the role " + role,
                statement -> {
                    if (!any(statement, "SELECT FROM pg_roles WHERE rolname = '" + role + "'")) {
                        statement.execute("CREATE ROLE " + role + " LOGIN");
                    }
                    statement.execute("ALTER ROLE " + role + " PASSWORD '" + password + "'");
                });
    }

    private void createDatabase() {
        maintain(
                "create the database " + DATABASE,
                statement -> {
                    var query = "SELECT FROM pg_database WHERE datname = '" + DATABASE + "'";
                    if (!any(statement, query)) {
                        statement.execute("CREATE DATABASE " + DATABASE);
                    }
                });
    }

    @FunctionalInterface
    private interface Maintenance {
        void on(Statement statement) throws SQLException;
    }

    private void maintain(String what, Maintenance work) {
        var database = "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres";
        try (var connection = DriverManager.getConnection(database, USER, address.password());
                var statement = connection.createStatement()) {
            work.on(statement);
        } catch (SQLException e) {
            throw new PostgresException("cannot " + what + ": " + e.getMessage(), e);
        }
    }

    private static boolean any(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    /**
     * A database on 127.0.0.1.
     *
     * @param port TCP port
     * @param database its name
     * @param user a role that may do everything in it
     * @param password of that role
     */
    public record Address(int port, String database, String user, String password) {
        @Override
        public String toString() {
            return user + "@127.0.0.1:" + port + "/" + database;
        }
    }
}
