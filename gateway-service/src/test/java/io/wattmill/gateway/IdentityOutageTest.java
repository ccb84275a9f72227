// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** Keys without their database: served for a while, then refused honestly, then served again. */
class IdentityOutageTest {

    @Test
    void servesKnownKeysForAWhileAndThenNobody() throws SQLException {
        FakeTicker ticker = new FakeTicker();
        Map<String, String> settings = Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "60s");
        try (Site site = new Site(settings, "", ticker)) {
            sql(site, "ALTER TABLE gateway.identity_revision RENAME TO hidden");
            double before = failures(site);
            Await.until(() -> failures(site) > before, "keys are looked for in vain");
            ticker.advance(Duration.ofSeconds(59));
            assertEquals(200, site.get("/v1/models", site.developerKey()).statusCode());
            ticker.advance(Duration.ofSeconds(2));
            Await.until(
                    () -> site.get("/v1/models", site.developerKey()).statusCode() == 503,
                    "keys grow stale");
            HttpResponse<String> refused = site.get("/v1/models", site.developerKey());
            assertTrue(refused.body().contains("identity_unavailable"));
            assertTrue(refused.headers().firstValue("retry-after").isPresent());
            assertEquals(503, site.get("/health/ready", "").statusCode());
            sql(site, "ALTER TABLE gateway.hidden RENAME TO identity_revision");
            Await.until(
                    () -> site.get("/v1/models", site.developerKey()).statusCode() == 200,
                    "keys are fresh again");
        }
    }

    @Test
    void givesUpALookThatHangsAndLooksAgain() throws SQLException {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_IDENTITY_REFRESH_TIMEOUT", "500ms"));
                Connection hanging = TestPostgres.connect(site.postgres);
                Statement lock = hanging.createStatement()) {
            hanging.setAutoCommit(false);
            lock.execute("LOCK TABLE gateway.identity_revision IN ACCESS EXCLUSIVE MODE");
            Await.until(() -> failures(site) >= 2, "two looks were given up");
            hanging.rollback();
            sql(site, "UPDATE gateway.api_key SET revoked_at = now()");
            sql(site, "UPDATE gateway.identity_revision SET revision = revision + 1");
            Await.until(
                    () -> site.get("/v1/models", site.developerKey()).statusCode() == 401,
                    "the next look sees what changed meanwhile");
        }
    }

    private static double failures(Site site) {
        return site.context.metrics().counter("wattmill_identity_refresh_failures").count();
    }

    private static void sql(Site site, String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
