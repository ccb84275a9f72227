// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.LedgerHeaders;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.Median;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Every route but chat: who may use it and what it gives. */
class FrontDoorTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_EVENT_LOOPS", "2"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static String path(Route route) {
        String text = route.path().text().replace("*", "node-1");
        return route.path().open() ? text + "x" : text;
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void letsNobodyInWithoutAKeyButWhereTheTableSaysSo(Route route) {
        String method = route.methods().iterator().next();
        int status = site.send(method, path(route), "", "").statusCode();
        assertEquals(
                route.access() instanceof Access.Public, status != 401, route + " gave " + status);
    }

    @Test
    void tellsBillingWhichRequestOfTheKeyIsTheNewest() {
        String forged = "00000000-0000-7000-8000-000000000000";
        site.send(
                "GET",
                "/v1/requests/last",
                site.adminKey(),
                "",
                LedgerHeaders.NEWEST_REQUEST,
                forged);
        assertEquals(null, site.backendCalls.getFirst().getString("newest"));
        site.post("/v1/chat/completions", Site.chat(false, ""));
        var answer = site.post("/v1/chat/completions", Site.chat(true, ""));
        for (String path : List.of("/v1/requests/last", "/v1/requests/" + forged)) {
            site.get(path, site.developerKey());
            String newest = site.backendCalls.getLast().getString("newest");
            assertEquals(Site.requestId(answer), newest);
        }
        site.get("/v1/organization/costs", site.developerKey());
        assertEquals(null, site.backendCalls.getLast().getString("newest"));
    }

    @Test
    void passesCallsOnWithProofOfWhoAsks() throws Exception {
        HttpResponse<String> response =
                site.send(
                        "GET",
                        "/v1/requests/last?x=1&y=%20",
                        site.developerKey(),
                        "",
                        Seal.PRINCIPAL_HEADER,
                        "forged");
        assertEquals(207, response.statusCode());
        assertTrue(response.headers().firstValue("x-internal").isEmpty());
        JsonObject seen = site.backendCalls.getFirst();
        assertEquals("/v1/requests/last?x=1&y=%20", seen.getString("uri"));
        assertEquals(null, seen.getValue("authorization"));
        assertEquals(1, seen.getJsonArray("principals").size());
        byte[] payload =
                site.seal
                        .open(
                                seen.getJsonArray("principals").getString(0),
                                site.context().clock().nowUs())
                        .orElseThrow();
        Principal principal = Principal.parseFrom(payload);
        assertEquals("demo", principal.getProjectId());
        assertEquals(List.of("inference", "plan", "usage"), principal.getScopesList());
    }

    @Test
    void passesBodiesOnUnchanged() {
        site.send("POST", "/v1/outcomes", site.developerKey(), "{\"success\": true}");
        assertEquals("{\"success\": true}", site.backendCalls.getFirst().getString("body"));
    }

    @Test
    void drainsAndResumesANode() {
        HttpResponse<String> drained =
                site.send(
                        "POST",
                        "/admin/nodes/node-7/drain",
                        site.adminKey(),
                        "{\"reason\":\"fan\"}");
        assertEquals(200, drained.statusCode(), drained.body());
        assertEquals("fan", site.drained.get("node-7"));
        assertEquals(
                200,
                site.send("POST", "/admin/nodes/node-7/resume", site.adminKey(), "").statusCode());
        assertEquals(
                404,
                site.send("POST", "/admin/nodes/node-7/resume", site.adminKey(), "").statusCode());
    }

    @Test
    void listsTheModelsThatTheFleetServes() {
        publishFleet(1_000_000);
        Await.until(() -> models().contains("\"llama\""), "the snapshot is heard");
        JsonObject model = new JsonObject(models()).getJsonArray("data").getJsonObject(0);
        assertEquals("model", model.getString("object"));
        assertEquals(1_700_000_000, model.getInteger("created"));
        assertFalse(models().contains("gone"));
    }

    private static String models() {
        return site.get("/v1/models", site.developerKey()).body();
    }

    private static void publishFleet(long energyUj) {
        long now = site.context().clock().nowUs();
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder()
                                .setTakenAtUs(now)
                                .addNodes(
                                        node(
                                                "node-1",
                                                NodeState.NODE_STATE_SERVING,
                                                "llama",
                                                energyUj))
                                .addNodes(
                                        node(
                                                "node-2",
                                                NodeState.NODE_STATE_DRAINING,
                                                "llama",
                                                energyUj))
                                .addNodes(node("node-3", NodeState.NODE_STATE_DOWN, "gone", 0))
                                .build());
    }

    private static NodeView node(String id, NodeState state, String model, long energyUj) {
        return NodeView.newBuilder()
                .setNodeId(id)
                .setState(state)
                .setStateSinceUs(1_700_000_000_000_000L)
                .setPowerMw(350_000)
                .setPowerCapMw(700_000)
                .setEnergyUj(energyUj)
                .addEngines(
                        EngineView.newBuilder().addModels(ServedModel.newBuilder().setModel(model)))
                .build();
    }

    private static void publishBooks(long takenAtUs, long output) {
        site.context()
                .bus()
                .publish(
                        LedgerAddresses.USAGE_COUNTERS,
                        UsageCounters.newBuilder()
                                .setTakenAtUs(takenAtUs)
                                .addByModel(
                                        UsageRow.newBuilder()
                                                .setName("llama")
                                                .setRequests(output / 10)
                                                .setTokens(
                                                        TokenVector.newBuilder()
                                                                .setInputUncached(output)
                                                                .setOutput(output))
                                                .setChargedNano(output * 500))
                                .build());
    }

    @Test
    void showsTheFactorysFiguresWithSourceAndAge() {
        long now = site.context().clock().nowUs();
        publishBooks(now - 10_000_000, 1_000);
        publishBooks(now, 3_000);
        publishFleet(5_000_000);
        Await.until(
                () -> figure("tokens_per_second").getValue("value") != null,
                "two counters are heard");
        assertEquals(200.0, figure("tokens_per_second").getDouble("value"), 0.01);
        assertEquals("output tokens/s", figure("tokens_per_second").getString("unit"));
        assertTrue(figure("tokens_per_second").getString("source").contains("ledger"));
        assertEquals(0.25, figure("charged_per_mtok").getDouble("value"), 1e-9);
        Await.until(() -> figure("power").getValue("value") != null, "the fleet is heard");
        assertEquals(700.0, figure("power").getDouble("value"), 1e-9);
        JsonObject nodes = factory().getJsonObject("nodes");
        assertEquals(1, nodes.getJsonObject("by_state").getInteger("serving"));
        assertEquals(1, nodes.getJsonObject("by_state").getInteger("down"));
        assertEquals("llama", factory().getJsonArray("models").getJsonObject(0).getString("name"));
    }

    @Test
    void tellsWhatHappenedOnANode() {
        site.context()
                .bus()
                .publish(
                        FleetAddresses.EVENT,
                        FleetEvent.newBuilder()
                                .setOccurredAtUs(1_700_000_000_000_000L)
                                .setNodeId("node-2")
                                .setCode("xid.48")
                                .setSubject("GPU-a")
                                .setReason("XID 48, uncorrectable memory error: reset the GPU")
                                .build());
        Await.until(() -> !factory().getJsonArray("events").isEmpty(), "the event is heard");
        JsonObject event = factory().getJsonArray("events").getJsonObject(0);
        assertEquals("node-2", event.getString("node_id"));
        assertEquals("xid.48", event.getString("code"));
        assertEquals("GPU-a", event.getString("subject"));
        assertTrue(event.getString("reason").endsWith("reset the GPU"));
    }

    private static JsonObject factory() {
        return new JsonObject(site.get("/v1/factory", site.adminKey()).body());
    }

    private static JsonObject figure(String name) {
        return factory().getJsonObject("figures").getJsonObject(name);
    }

    @Test
    void tellsWhetherItIsReady() {
        HttpResponse<String> ready = site.get("/health/ready", "");
        assertEquals(200, ready.statusCode(), ready.body());
        assertTrue(
                ready.body().contains("gateway.identity")
                        && ready.body().contains("gateway.journal"));
        assertEquals(200, site.get("/health/live", "").statusCode());
    }

    @Test
    void countsWhatItDoesForPrometheus() {
        site.ledger.await(Site.requestId(site.post("/v1/chat/completions", Site.chat(true, ""))));
        String metrics = site.get("/metrics", site.adminKey()).body();
        assertTrue(metrics.contains("wattmill_gateway_requests_total"), metrics);
        assertTrue(metrics.contains("gen_ai_server_time_to_first_token_seconds_bucket"), metrics);
        assertTrue(metrics.contains("wattmill_journal_sync_seconds"), metrics);
    }

    @Test
    void revokesAKeyWithinASecond() {
        HttpResponse<String> before = site.get("/v1/models", site.developerKey());
        assertEquals(200, before.statusCode());
        assertTrue(Median.of(5, FrontDoorTest::nanosUntilARevocationIsHeard) < 1_000_000_000L);
    }

    private static long nanosUntilARevocationIsHeard() {
        change("UPDATE gateway.api_key SET revoked_at = now() WHERE scopes @> ARRAY['inference']");
        try {
            long from = System.nanoTime();
            Await.until(
                    () -> site.get("/v1/models", site.developerKey()).statusCode() == 401,
                    "the key is dead");
            return System.nanoTime() - from;
        } finally {
            change("UPDATE gateway.api_key SET revoked_at = NULL");
            Await.until(
                    () -> site.get("/v1/models", site.developerKey()).statusCode() == 200,
                    "it lives again");
        }
    }

    private static void change(String sql) {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void storesNoKeyInClear() throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT api_key::text FROM gateway.api_key")) {
            int keys = 0;
            while (rows.next()) {
                keys++;
                String row = rows.getString(1);
                assertFalse(row.contains(site.developerKey().substring(12, 40)));
                assertFalse(row.contains(site.adminKey().substring(14, 40)));
            }
            assertEquals(2, keys);
        }
    }

    @Test
    void makesTheFirstKeysOnce() {
        assertTrue(Await.await(site.gateway().bootstrapKeys()).isEmpty());
    }
}
