// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** What a key is confined to, on requests. */
class KeyBoundsTest {

    private static final String PATH = "/v1/chat/completions";
    private static Site site;
    private static Admin admin;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_RECORDING_FLUSH_INTERVAL", "20ms"));
        admin = new Admin(site, site.adminKey());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static String key(JsonObject bounds) {
        return admin.key("demo", Admin.scopes("inference", "usage").mergeIn(bounds))
                .getString("key");
    }

    private static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error").getString("code");
    }

    @Test
    void takesAKeyFromItsRangesAloneWhateverAHeaderSays() {
        String near = key(new JsonObject().put("ip_ranges", List.of("127.0.0.0/8")));
        assertEquals(200, site.get("/v1/models", near).statusCode());
        String far = key(new JsonObject().put("ip_ranges", List.of("192.0.2.0/24", "::/0")));
        for (String header : List.of("x-forwarded-for", "forwarded", "x-real-ip")) {
            HttpResponse<String> refused =
                    site.send(
                            "POST",
                            PATH,
                            far,
                            Site.chat(false, ""),
                            header,
                            header.equals("forwarded") ? "for=192.0.2.1" : "192.0.2.1");
            assertEquals(401, refused.statusCode());
            assertEquals("ip_not_authorized", code(refused));
            assertTrue(refused.body().contains("ip_ranges"), refused.body());
        }
        assertTrue(site.router.asked().isEmpty());
    }

    @Test
    void believesATrustedProxy() {
        String proxies = "WATTMILL_GATEWAY_HTTP_TRUSTED_PROXIES";
        try (Site behind = new Site(Map.of(proxies, "127.0.0.1, 10.0.0.0/8"))) {
            String key =
                    new Admin(behind, behind.adminKey())
                            .key(
                                    "demo",
                                    Admin.scopes("inference")
                                            .put("ip_ranges", List.of("192.0.2.0/24")))
                            .getString("key");
            String header = "x-forwarded-for";
            for (String good : List.of("192.0.2.1", "8.8.8.8, 192.0.2.1, 10.1.1.1")) {
                assertEquals(
                        200, behind.send("GET", "/v1/models", key, "", header, good).statusCode());
            }
            for (String bad : List.of("8.8.8.8", "192.0.2.1, 8.8.8.8", "192.0.2.1,", "x")) {
                assertEquals(
                        401,
                        behind.send("GET", "/v1/models", key, "", header, bad).statusCode(),
                        bad);
            }
        }
    }

    @Test
    void callsAndListsTheModelsOfItsListAlone() {
        site.router.serve("qwen", "node-1", site.one.url());
        publish("llama", "qwen");
        String all = key(new JsonObject());
        Await.until(
                () -> site.get("/v1/models", all).body().contains("qwen"), "the fleet is heard");
        String key = key(new JsonObject().put("allowed_models", List.of("llama", "later")));
        String models = site.get("/v1/models", key).body();
        assertTrue(models.contains("llama"), models);
        assertFalse(models.contains("qwen"), models);
        assertEquals(200, site.send("POST", PATH, key, Site.chat(false, "")).statusCode());
        String other = Site.chat(false, "").replace("llama", "qwen");
        HttpResponse<String> refused = site.send("POST", PATH, key, other);
        assertEquals(403, refused.statusCode());
        assertEquals("model_not_allowed", code(refused));
        assertTrue(refused.body().contains("GET /v1/models"), refused.body());
        assertEquals(1, site.router.asked().size());
        assertEquals(200, site.send("POST", PATH, all, other).statusCode());
    }

    private static void publish(String... models) {
        EngineView.Builder engine = EngineView.newBuilder();
        for (String model : models) {
            engine.addModels(ServedModel.newBuilder().setModel(model));
        }
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder()
                                .setTakenAtUs(site.context().clock().nowUs())
                                .addNodes(
                                        NodeView.newBuilder()
                                                .setNodeId("node-1")
                                                .setState(NodeState.NODE_STATE_SERVING)
                                                .addEngines(engine))
                                .build());
    }

    @Test
    void isServedInItsDataZoneAlone() {
        site.router.zone("eu");
        String key = key(new JsonObject().put("data_zone", "eu"));
        assertEquals(200, site.send("POST", PATH, key, Site.chat(false, "")).statusCode());
        assertEquals("eu", site.router.asked().getFirst().getRequiredLabelsOrDefault("zone", ""));
        site.router.zone("us");
        HttpResponse<String> refused = site.send("POST", PATH, key, Site.chat(false, ""));
        assertEquals(503, refused.statusCode());
        assertTrue(refused.body().contains("data zone 'eu'"), refused.body());
        assertEquals(
                200,
                site.send("POST", PATH, site.developerKey(), Site.chat(false, "")).statusCode());
        assertEquals(0, site.router.asked().getLast().getRequiredLabelsCount());
    }

    @Test
    void withoutALogTheBooksAreWholeAndSayNoMore() {
        String key = key(new JsonObject().put("no_log", true));
        UsageRecord silent = booked(key);
        UsageRecord told = booked(site.developerKey());
        assertEquals("s-1", told.getWork().getSessionId());
        assertTrue(told.getDecision().getCandidatesCount() > 0);
        assertEquals(
                WorkContext.newBuilder().setTier("flex").setAgent("coder").build(),
                silent.getWork());
        assertEquals(DecisionRecord.getDefaultInstance(), silent.getDecision());
        assertEquals(told.getTokens(), silent.getTokens());
        assertEquals(told.getChargedNano(), silent.getChargedNano());
        assertEquals(told.getPredicted(), silent.getPredicted());
        assertEquals("demo", silent.getPrincipal().getProjectId());
        assertEquals(1, silent.getAttemptsCount());
    }

    @Test
    void withoutALogIsNotRecordedEither() {
        String key = key(new JsonObject().put("no_log", true));
        String silent = Site.chat(false, ",\"max_tokens\":77");
        assertEquals(200, site.send("POST", PATH, key, silent).statusCode());
        assertEquals(200, site.post(PATH, silent.replace("77", "78")).statusCode());
        Await.until(() -> recorded().contains("\"max_tokens\":78"), "the other one is recorded");
        assertFalse(recorded().contains("\"max_tokens\":77"));
    }

    private static String recorded() {
        String list = site.get("/admin/recordings", site.adminKey()).body();
        var days = new JsonObject(list).getJsonArray("data");
        return days.isEmpty()
                ? ""
                : site.get(
                                "/admin/recordings/"
                                        + days.getJsonObject(days.size() - 1).getString("day"),
                                site.adminKey())
                        .body();
    }

    private static UsageRecord booked(String key) {
        HttpResponse<String> answer =
                site.send(
                        "POST",
                        PATH,
                        key,
                        Site.chat(false, ",\"user\":\"ada\""),
                        "x-wattmill-session",
                        "s-1",
                        "x-wattmill-run",
                        "r-1",
                        "x-wattmill-parent",
                        "p-1",
                        "x-wattmill-label",
                        "secret-project",
                        "x-wattmill-tier",
                        "flex",
                        "x-wattmill-agent",
                        "coder");
        assertEquals(200, answer.statusCode(), answer.body());
        return site.ledger.await(Site.requestId(answer));
    }

    @Test
    void anAgentsKeySpeaksAsThatAgentAlone() {
        String agent = admin.agent("demo");
        UsageRecord record = booked(key(new JsonObject().put("agent", agent)));
        assertEquals(agent, record.getPrincipal().getAgentId());
        assertEquals(agent, record.getWork().getAgent());
        UsageRecord plain = booked(site.developerKey());
        assertEquals("", plain.getPrincipal().getAgentId());
        assertEquals("coder", plain.getWork().getAgent());
    }
}
