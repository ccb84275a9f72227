// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Keys without their database: served for a while, then refused honestly, then served again. */
class IdentityOutageTest {

    @Test
    void servesKnownKeysForAWhileAndThenNobody() throws SQLException {
        try (Site site = new Site(Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "1s"))) {
            sql(site, "ALTER TABLE gateway.identity_revision RENAME TO hidden");
            assertEquals(200, site.get("/v1/models", site.developerKey()).statusCode());
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

    private static void sql(Site site, String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
