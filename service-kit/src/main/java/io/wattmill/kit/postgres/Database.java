// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

import org.flywaydb.core.Flyway;

import java.util.concurrent.TimeUnit;

/**
 * Opens a service's schema: migrations first, as its owner, then a bounded pool of the service's
 * own role, whose search path is that schema.
 */
public final class Database {

    private static final Future<Void> NOTHING = Future.succeededFuture();

    private Database() {}

    /**
     * Migrates {@code schema} with the scripts in {@code classpath:db/<schema>} (created when
     * missing) on a worker thread, unless it has run them all, lets the service's role in, then
     * gives the pool. Fails when PostgreSQL cannot be reached or a script fails.
     */
    public static Future<Pool> open(Vertx vertx, PostgresConfig config, String schema) {
        Pool pool = pool(vertx, config, schema);
        return SchemaHistory.isComplete(vertx, pool, schema)
                .compose(complete -> complete ? NOTHING : migrate(vertx, config, schema))
                .compose(_ -> Roles.warnOfAnOwner(pool, schema))
                .map(pool)
                .recover(cause -> pool.close().transform(_ -> Future.failedFuture(cause)));
    }

    private static Future<Void> migrate(Vertx vertx, PostgresConfig config, String schema) {
        return vertx.<Void>executeBlocking(
                () -> {
                    migrate(config, schema);
                    Roles.admit(config, schema);
                    return null;
                },
                false);
    }

    private static void migrate(PostgresConfig config, String schema) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(config.jdbcUrl(), config.migrationUser(), config.migrationPassword())
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/" + schema)
                .load()
                .migrate();
    }

    private static Pool pool(Vertx vertx, PostgresConfig config, String schema) {
        PgConnectOptions connect =
                new PgConnectOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setDatabase(config.database())
                        .setUser(config.user())
                        .setPassword(config.password())
                        .setCachePreparedStatements(true)
                        .addProperty("search_path", schema)
                        .addProperty("application_name", "wattmill-" + schema)
                        // What locks and watermarks are built for, whatever the database says.
                        .addProperty("default_transaction_isolation", "read committed")
                        .addProperty(
                                "idle_in_transaction_session_timeout",
                                Long.toString(config.transactionSilence().toMillis()));
        PoolOptions options =
                new PoolOptions()
                        .setMaxSize(config.poolSize())
                        .setMaxWaitQueueSize(config.maxWaiting())
                        .setConnectionTimeout((int) config.connectTimeout().toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool().with(options).connectingTo(connect).using(vertx).build();
    }
}
