// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.wattmill.kit.postgres.PostgresConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One real, durable PostgreSQL per test JVM; each test takes a database of its own. */
public final class TestPostgres {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private TestPostgres() {}

    /** A new, empty database; the role is a superuser, so that a test can also do harm. */
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
                "postgres",
                "postgres",
                4,
                1_000,
                Duration.ofSeconds(5));
    }

    /**
     * A JDBC connection to a database, for what a test checks or breaks behind a service's back.
     */
    public static Connection connect(PostgresConfig config) {
        try {
            return java.sql.DriverManager.getConnection(
                    config.jdbcUrl(), config.user(), config.password());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + config.database(), e);
        }
    }

    private static final class Server {

        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "100")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start", e);
            }
        }
    }
}
