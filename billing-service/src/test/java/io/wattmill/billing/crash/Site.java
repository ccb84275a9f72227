// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.wattmill.kit.postgres.PostgresConfig;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** A PostgreSQL, the books in one of its databases, and the billing that everyone speaks to. */
final class Site implements AutoCloseable {

    private static final String OWNER = "books_owner";
    private static final String LOGIN = "books_login";
    static final int POOL = 4;

    private final Path folder;
    private final PostgresProcess postgres;
    private final Vertx vertx;
    private volatile Optional<BillingProcess> billing = Optional.empty();
    private volatile long clockOffsetUs;
    private int number;

    /** A running server with the roles of production: an owner, and a login that owns nothing. */
    Site(Vertx vertx, Path folder, PostgresProcess postgres) throws IOException {
        this.vertx = vertx;
        this.folder = folder;
        this.postgres = postgres;
        postgres.start();
        administer("CREATE ROLE " + OWNER + " LOGIN CREATEROLE");
        administer("CREATE ROLE " + LOGIN + " LOGIN");
    }

    Path folder() {
        return folder;
    }

    Vertx vertx() {
        return vertx;
    }

    PostgresProcess postgres() {
        return postgres;
    }

    /** Goes on with an empty database; billing is not started. */
    void newBooks() {
        billing.ifPresent(BillingProcess::kill);
        billing = Optional.empty();
        if (number > 0) {
            administer("DROP DATABASE " + database() + " WITH (FORCE)");
        }
        number++;
        administer("CREATE DATABASE " + database() + " OWNER " + OWNER);
    }

    private String database() {
        return "books_" + number;
    }

    /** How billing logs in. */
    PostgresConfig config(int poolSize) {
        return new PostgresConfig(
                "127.0.0.1",
                postgres.port(),
                database(),
                LOGIN,
                "",
                Optional.of(OWNER),
                "",
                poolSize,
                1_000,
                Duration.ofSeconds(2),
                Duration.ofSeconds(15));
    }

    /** Starts billing in place of the one that was. */
    void startBilling() throws IOException {
        startBilling(POOL);
    }

    /** The same with so many connections. */
    void startBilling(int poolSize) throws IOException {
        billing.ifPresent(BillingProcess::kill);
        clockOffsetUs = 0;
        replace(beginBilling(poolSize).awaitReady());
    }

    /** Another billing on the same books, which nobody speaks to yet. */
    BillingProcess beginBilling(int poolSize) throws IOException {
        PostgresConfig database = config(poolSize);
        return BillingProcess.start(
                folder,
                """
                billing:
                  postgres: {port: %d, database: %s, user: %s, owner-user: %s, pool-size: %d, connect-timeout: 2s}
                  settle: {timeout: 2s}
                  meter: {window: 300ms, patience: 2s, timeout: 2s}
                  energy: {interval: 100ms, gateway-lag: 100ms, gateway-silence: 5s, deadline: 30s}
                  chain: {interval: 150ms, bookings-per-block: 40, signing-key: "%s"}
                  leases: {term: 700ms, slice-term: 1s, grace: 2s, skew: 50ms, interval: 100ms}
                  rollup: {interval: 100ms}
                  counters: {interval: 500ms}
                  prices:
                    adjustments: {interval: 250ms}
                    book: {lines: [{model: %s, input: 1, cache-read: 0.1, output: 2}], monthly: [%s]}
                """
                        .formatted(
                                database.port(),
                                database.database(),
                                LOGIN,
                                OWNER,
                                poolSize,
                                "07".repeat(32),
                                Office.MODEL,
                                Office.MONTHLY));
    }

    /** From now on everyone speaks to this one. */
    void replace(BillingProcess other) {
        billing = Optional.of(other);
    }

    BillingProcess billing() {
        return billing.orElseThrow();
    }

    /** What the present billing printed last. */
    String log() {
        return billing.map(BillingProcess::log).orElse("nothing");
    }

    SocketAddress grpc() {
        return billing().grpc();
    }

    URI http() {
        return billing().http();
    }

    /** Sets billing's clock off. */
    void clock(long offsetUs) throws IOException {
        billing().clock(offsetUs);
        clockOffsetUs = offsetUs;
    }

    long clockOffsetUs() {
        return clockOffsetUs;
    }

    /** The books as an administrator sees them. */
    Connection books() throws SQLException {
        Connection connection = postgres.connect(database());
        connection.setSchema("billing");
        return connection;
    }

    /** Sessions of billing are told of a commit before its log is on disk. */
    void acknowledgeEarly() {
        administer("ALTER ROLE " + LOGIN + " SET synchronous_commit = off");
    }

    private void administer(String sql) {
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        billing.ifPresent(BillingProcess::kill);
        postgres.close();
    }
}
