// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.gateway.identity.Identification;
import io.wattmill.gateway.identity.KeyBounds;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.Database;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A database from before agents and bounds: its keys open what they opened. */
class OldFolderTest {

    private static final byte[] PEPPER = new byte[32];
    private static final KeyText KEY = KeyText.create(KeyText.Kind.DEV, new byte[32]);

    @Test
    void keepsItsKeys() throws SQLException {
        PostgresConfig postgres = TestPostgres.fresh();
        asItWas(postgres);
        Vertx vertx = Vertx.vertx();
        var pool = Await.await(Database.open(vertx, postgres, "gateway"));
        KeyRing ring =
                new KeyRing(
                        vertx,
                        Configuration.defaults(IdentityConfig.class),
                        pool,
                        PEPPER,
                        Clock.system(),
                        Ticker.system(),
                        new SimpleMeterRegistry(),
                        new Bus(vertx));
        try {
            Await.await(ring.start());
            var known =
                    assertInstanceOf(
                            Identification.Known.class,
                            ring.identify(new KeyHasher(PEPPER).hash(KEY)));
            assertEquals(KeyBounds.NONE, known.key().bounds());
            assertEquals("p", known.key().projectId());
            assertEquals("", known.key().principal().getAgentId());
            assertTrue(known.key().may(Scope.USAGE));
        } finally {
            Await.await(ring.stop());
            Await.await(pool.close());
            Await.await(vertx.close());
        }
    }

    private static void asItWas(PostgresConfig postgres) throws SQLException {
        String url =
                "jdbc:postgresql://"
                        + postgres.host()
                        + ":"
                        + postgres.port()
                        + "/"
                        + postgres.database();
        Flyway.configure()
                .dataSource(url, postgres.migrationUser(), postgres.migrationPassword())
                .schemas("gateway")
                .locations("classpath:db/gateway")
                .target("2")
                .load()
                .migrate();
        try (Connection connection = TestPostgres.connect(postgres);
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                WITH o AS (INSERT INTO gateway.organization (id, name) VALUES ('o', 'o')),
                                     p AS (INSERT INTO gateway.project (id, organization_id, name)
                                           VALUES ('p', 'o', 'p'))
                                INSERT INTO gateway.api_key (id, project_id, name, hash, prefix, last_four, scopes)
                                VALUES ('k', 'p', 'k', ?, 'wm_dev_0000', '0000', '{inference,usage}')
                                """)) {
            statement.setBytes(1, new KeyHasher(PEPPER).hash(KEY).bytes());
            statement.executeUpdate();
        }
    }
}
