// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class DatabaseTest {

    private static final Duration START = Duration.ofSeconds(120);
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void migratesOnceAndOpensThePoolInThatSchema() {
        PostgresConfig config = TestPostgres.fresh();
        Pool first = Await.await(Database.open(vertx, config, "kittest"), START);
        Await.await(first.query("INSERT INTO thing(name) VALUES ('kept')").execute());
        Await.await(first.close());
        Pool second = Await.await(Database.open(vertx, config, "kittest"), START);
        var rows = Await.await(second.query("SELECT name FROM thing").execute());
        assertEquals("kept", rows.iterator().next().getString(0));
        Await.await(second.close());
    }

    @Test
    void refusesASchemaWhoseScriptsAreNotThese() throws Exception {
        PostgresConfig config = TestPostgres.fresh();
        Await.await(Await.await(Database.open(vertx, config, "kittest"), START).close());
        try (var connection = TestPostgres.connect(config);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE kittest.flyway_schema_history SET checksum = checksum + 1");
        }
        var refused =
                assertThrows(
                        Exception.class,
                        () -> Await.await(Database.open(vertx, config, "kittest"), START));
        assertTrue(refused.toString().contains("checksum"), refused::toString);
    }

    @Test
    void knowsACompleteSchemaWithoutFlyway() {
        PostgresConfig config = TestPostgres.fresh();
        Pool pool = Await.await(Database.open(vertx, config, "kittest"), START);
        assertTrue(Await.await(SchemaHistory.isComplete(vertx, pool, "kittest")));
        assertFalse(Await.await(SchemaHistory.isComplete(vertx, pool, "another")));
        Await.await(pool.close());
    }

    @Test
    void letsTheServicesOwnRoleInAndNothingBeyondWhatMigrationsGrant() {
        PostgresConfig config = TestPostgres.fresh();
        for (int start = 1; start <= 2; start++) {
            Pool pool = Await.await(Database.open(vertx, config, "kittest"), START);
            Await.await(pool.query("INSERT INTO thing(name) VALUES ('" + start + "')").execute());
            for (String harm : List.of("DELETE FROM thing", "DROP TABLE thing")) {
                var refused =
                        assertThrows(
                                Exception.class, () -> Await.await(pool.query(harm).execute()));
                assertTrue(refused.toString().contains("42501"), refused::toString);
            }
            Await.await(pool.close());
        }
    }

    @Test
    void letsALoginInThatIsNewToACompleteSchema() throws Exception {
        PostgresConfig config = TestPostgres.fresh();
        Await.await(Await.await(Database.open(vertx, config, "kittest"), START).close());
        try (var connection = TestPostgres.connect(config);
                var statement = connection.createStatement()) {
            statement.execute("REVOKE wattmill_kittest_service FROM " + config.user());
        }
        Pool pool = Await.await(Database.open(vertx, config, "kittest"), START);
        Await.await(pool.query("SELECT name FROM thing").execute());
        Await.await(pool.close());
    }

    @Test
    void aProcessThatStandsStillInATransactionHoldsItsLocksNoLongerThanItMay() {
        PostgresConfig config = TestPostgres.fresh();
        PostgresConfig strict =
                new PostgresConfig(
                        config.host(),
                        config.port(),
                        config.database(),
                        config.user(),
                        config.password(),
                        config.ownerUser(),
                        config.ownerPassword(),
                        config.poolSize(),
                        config.maxWaiting(),
                        config.connectTimeout(),
                        Duration.ofMillis(200));
        Pool still = Await.await(Database.open(vertx, strict, "kittest"), START);
        Pool other = Await.await(Database.open(vertx, config, "kittest"), START);
        var connection = Await.await(still.getConnection());
        // Both at once: it stands still after them, and not between them.
        Await.await(connection.query("BEGIN; SELECT pg_advisory_xact_lock(7)").execute());
        Await.await(other.query("SELECT pg_advisory_lock(7)").execute());
        assertThrows(Exception.class, () -> Await.await(connection.query("SELECT 1").execute()));
        Await.await(other.close());
        Await.await(still.close());
    }

    @Test
    void failsWhenNobodyListens() {
        PostgresConfig nowhere =
                new PostgresConfig(
                        "127.0.0.1",
                        1,
                        "x",
                        "x",
                        "x",
                        Optional.empty(),
                        "",
                        1,
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15));
        assertThrows(
                Exception.class,
                () -> Await.await(Database.open(vertx, nowhere, "kittest"), START));
    }
}
