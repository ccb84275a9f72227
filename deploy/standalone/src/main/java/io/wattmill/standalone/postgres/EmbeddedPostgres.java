// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import io.wattmill.standalone.folder.Secrets;
import io.wattmill.standalone.host.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A running PostgreSQL server of our own. It is a process group of its own, so a Ctrl-C in the
 * terminal reaches it only through us, after everyone who uses it has stopped. All methods block;
 * call them from a thread that may.
 */
public final class EmbeddedPostgres {
    private static final String USER = "wattmill";
    private static final String DATABASE = "wattmill";
    private static final int START_ATTEMPTS = 3;

    private final Cluster cluster;
    private final long pid;
    private final Address address;

    private EmbeddedPostgres(Cluster cluster, long pid, Address address) {
        this.cluster = cluster;
        this.pid = pid;
        this.address = address;
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
        cluster.stopOrphan();
        var server = start(cluster, password, START_ATTEMPTS);
        server.createDatabase();
        return server;
    }

    /** Where and as whom to connect. */
    public Address address() {
        return address;
    }

    /** Pid of the postmaster. */
    public long pid() {
        return pid;
    }

    /** Writes a checkpoint and ends; returns when the process is gone. */
    public void stop() throws IOException {
        cluster.stop(pid, "fast");
    }

    /** Ends without a checkpoint: the next start recovers from the log. */
    public void stopAtOnce() throws IOException {
        cluster.stop(pid, "immediate");
    }

    /**
     * Another process can take the port between our look and the server's bind; then another port
     * will do.
     */
    private static EmbeddedPostgres start(Cluster cluster, String password, int attempts)
            throws IOException {
        var port = Ports.anyFree();
        try {
            return new EmbeddedPostgres(
                    cluster, cluster.start(port), new Address(port, DATABASE, USER, password));
        } catch (PostgresException e) {
            if (attempts > 1 && !Ports.isFree(port)) {
                return start(cluster, password, attempts - 1);
            }
            throw e;
        }
    }

    private void createDatabase() {
        var maintenance = "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres";
        try (var connection = DriverManager.getConnection(maintenance, USER, address.password());
                var statement = connection.createStatement()) {
            var found =
                    statement.executeQuery(
                            "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'");
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        } catch (SQLException e) {
            throw new PostgresException(
                    "cannot create the database " + DATABASE + ": " + e.getMessage(), e);
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
