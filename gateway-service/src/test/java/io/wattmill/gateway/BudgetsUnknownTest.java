// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** A gateway that was never told which budgets there are cannot know who has a hard one. */
class BudgetsUnknownTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "WATTMILL_GATEWAY_FLUSH_TIMEOUT", "300ms",
                    "WATTMILL_GATEWAY_LENDING_GRANT_WAIT", "100ms",
                    "WATTMILL_GATEWAY_LENDING_TICK", "10ms");

    @Test
    void letsNobodyInUntilItIsToldAndGoesOnWhenBillingIsAway() {
        try (Site site = new Site(SETTINGS)) {
            site.ledger.away(true);
            assertEquals(200, chat(site).statusCode(), "what it was told stands");
            site.restart();
            HttpResponse<String> refused = chat(site);
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("budgets_unknown"), refused::body);
            assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
            assertTrue(site.get("/metrics", site.adminKey()).body().contains("budget.unanswered"));
            site.ledger.away(false);
            Await.until(() -> chat(site).statusCode() == 200, "it is told and serves");
        }
    }

    private static HttpResponse<String> chat(Site site) {
        return site.post("/v1/chat/completions", Site.chat(false, ""));
    }
}
