// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.wattmill.kit.postgres.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One real, durable PostgreSQL per test JVM; each test takes a database of its own. */
public final class TestPostgres {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestPostgres() {}

    private static final String OWNER = "postgres";
    private static final String LOGIN = "wattmill_test";

    /** Of a machine that is full of other builds, or stands still for a while. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A new, empty database, and a role without any right to log in as, as in earnest: services get
     * theirs from their migrations. The owner is a superuser, so that a test can also do harm.
     */
    public static PostgresConfig fresh() {
        String name = "test_" + COUNTER.incrementAndGet();
        EmbeddedPostgres server = Server.INSTANCE;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create " + name, e);
        }
        return new PostgresConfig(
                "127.0.0.1",
                server.getPort(),
                name,
                LOGIN,
                LOGIN,
                Optional.of(OWNER),
                OWNER,
                4,
                1_000,
                PATIENCE,
                PATIENCE);
    }

    /** Runs a schema's scripts up to a version only, as a build of then did. */
    public static void migrate(PostgresConfig config, String schema, String version) {
        Flyway.configure(TestPostgres.class.getClassLoader())
                .dataSource(config.jdbcUrl(), config.migrationUser(), config.migrationPassword())
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/" + schema)
                .target(version)
                .load()
                .migrate();
    }

    /**
     * A JDBC connection to a database as its owner, for what a test checks or breaks behind a
     * service's back.
     */
    public static Connection connect(PostgresConfig config) {
        try {
            return java.sql.DriverManager.getConnection(
                    config.jdbcUrl(), config.migrationUser(), config.migrationPassword());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + config.database(), e);
        }
    }

    private static final class Server {

        /** For a machine that is full of other builds, or stands still for a while. */
        private static final Duration START_LIMIT = Duration.ofSeconds(120);

        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = server();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE ROLE " + LOGIN + " LOGIN PASSWORD '" + LOGIN + "'");
                }
                return server;
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }

        private static EmbeddedPostgres server() throws IOException {
            return EmbeddedPostgres.builder()
                    .setPort(FreePort.next())
                    .setPGStartupWait(PATIENCE)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .setPGStartupWait(START_LIMIT)
                    .start();
        }
    }
}
