// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.BudgetFrame;
import io.wattmill.contract.ledger.v1.BudgetScope;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A gateway that was never told which budgets there are cannot know who has a hard one. */
class BudgetsUnknownTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "WATTMILL_GATEWAY_FLUSH_TIMEOUT", "300ms",
                    "WATTMILL_GATEWAY_LENDING_GRANT_WAIT", "100ms",
                    "WATTMILL_GATEWAY_LENDING_REFRESH", "100ms",
                    "WATTMILL_GATEWAY_LENDING_TICK", "10ms");

    @Test
    void letsNobodyInUntilItIsToldAndGoesOnWhenBillingIsAway() throws IOException {
        try (Site site = new Site(SETTINGS)) {
            Await.until(() -> chat(site).statusCode() == 200, "it is told of the budgets");
            site.ledger.away(true);
            assertEquals(200, chat(site).statusCode(), "what it was told stands");
            Await.until(() -> Files.exists(site.data.resolve("budgets")), "the list is kept");
            Files.delete(site.data.resolve("budgets"));
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

    @Test
    void knowsAfterARestartWithoutBillingWhoHasAHardBudget() throws IOException {
        try (Site site = new Site(SETTINGS)) {
            Admin admin = new Admin(site, site.adminKey());
            String free =
                    admin.key(admin.project(admin.organization()), Admin.scopes("inference"))
                            .getString("key");
            site.ledger.budgets(List.of(hard("demo")));
            Await.until(() -> chat(site).statusCode() == 503, "it hears of the budget");
            Await.until(() -> kept(site).contains("cap-of-demo"), "and keeps it");
            site.ledger.away(true);
            site.restart();
            assertEquals(200, chat(site, free).statusCode(), "a known key without a budget");
            HttpResponse<String> refused = chat(site);
            assertEquals(503, refused.statusCode(), "no lease in hand of a hard budget");
            assertFalse(refused.body().contains("budgets_unknown"), refused::body);
            String health = site.get("/health/ready", "").body();
            assertTrue(health.contains("stale, billing does not answer"), health);
            Files.writeString(site.data.resolve("budgets"), "\u00ff\u00ff not a list");
            site.restart();
            assertTrue(chat(site, free).body().contains("budgets_unknown"), "a torn file is none");
            site.ledger.away(false);
            Await.until(() -> chat(site, free).statusCode() == 200, "billing is back");
        }
    }

    private static BudgetTerms hard(String project) {
        return BudgetTerms.newBuilder()
                .setId("cap-of-" + project)
                .setScope(BudgetScope.BUDGET_SCOPE_PROJECT)
                .setScopeId(project)
                .setUnit("token")
                .setAmount(1_000)
                .setFrame(BudgetFrame.BUDGET_FRAME_DAY)
                .setHard(true)
                .build();
    }

    private static String kept(Site site) {
        try {
            return Files.readString(site.data.resolve("budgets"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static HttpResponse<String> chat(Site site, String key) {
        return site.send("POST", "/v1/chat/completions", key, Site.chat(false, ""));
    }

    private static HttpResponse<String> chat(Site site) {
        return site.post("/v1/chat/completions", Site.chat(false, ""));
    }
}
