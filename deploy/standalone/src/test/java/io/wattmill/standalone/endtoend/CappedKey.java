// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A key of a project of its own, whose hard budget one long answer takes nearly whole. */
final class CappedKey {
    private static final int SHORT = 300;

    private final DistributedSite site;
    private final String key;
    private final int tokens;

    /** A project with a budget of {@code tokens}, which all of {@code gateways} know. */
    CappedKey(DistributedSite site, int tokens, List<String> gateways) {
        CalendarEdge.awayFrom(ChronoUnit.DAYS);
        this.site = site;
        this.tokens = tokens;
        var project =
                posted("/admin/projects", "{\"organization\":\"default\",\"name\":\"capped\"}")
                        .path("id")
                        .asText();
        this.key =
                posted(
                                "/admin/keys",
                                "{\"project\":\""
                                        + project
                                        + "\",\"name\":\"capped\",\"scopes\":[\"inference\"]}")
                        .path("key")
                        .asText();
        var set =
                site.admin("g1")
                        .put(
                                "/billing/budgets/capped",
                                """
                                {"scope":"project","scope_id":"%s","unit":"tokens","amount":%d,"mode":"hard",
                                 "window":"day"}
                                """
                                        .formatted(project, tokens));
        assertEquals(200, set.statusCode(), set::body);
        gateways.forEach(this::awaitKnown);
    }

    private JsonNode posted(String path, String body) {
        var reply = site.admin("g1").post(path, body);
        assertEquals(2, reply.statusCode() / 100, reply::body);
        return Api.parse(reply.body());
    }

    private void awaitKnown(String gateway) {
        Patience.until(
                () -> site.admin(gateway).get("/health/ready").body(),
                body -> body.contains("1 budgets"),
                "the budget is known");
        Patience.until(
                () -> at(gateway).get("/v1/models").statusCode(),
                status -> status == 200,
                "the key is known");
    }

    private Api at(String gateway) {
        return site.developer(gateway).with(key);
    }

    /** Begins an answer that takes all but a little, and sees that nothing is left for others. */
    void hold(String gateway, String other, int most) throws IOException {
        var held = at(gateway).stream(Api.MODEL, "a long story", most);
        assertEquals(200, held.statusCode());
        assertTrue(held.body().read() >= 0, "it had begun");
        var refused = at(other).chat(Api.MODEL, "too much now", SHORT);
        assertTrue(List.of(429, 503).contains(refused.statusCode()), refused::body);
    }

    /** Waits until what the dead gateway held can be spent again; what it delivered is spent. */
    void returns(String gateway) {
        Patience.until(
                () -> at(gateway).chat(Api.MODEL, "and now", SHORT).statusCode(),
                status -> status == 200,
                "what a dead gateway held is back");
        var spent = Patience.until(this::spent, n -> n >= SHORT, "the short answer is settled");
        assertTrue(spent < tokens / 2, () -> spent + " of " + tokens + " are spent");
    }

    private long spent() {
        return site.admin("g2").json("/billing/budgets").path("data").get(0).path("spent").asLong();
    }
}
