// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** What models take, and strictness about it. */
class CapabilitiesTest {

    private static final String CHAT = "/v1/chat/completions";

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder()
                                .setTakenAtUs(1)
                                .addNodes(node("node-1", "vllm", "llama", 8_192))
                                .addNodes(node("node-2", "tgi", "tiny", 0))
                                .addNodes(node("node-3", "homemade", "odd", 0))
                                .build());
        Await.until(() -> !list().isEmpty(), "the snapshot is heard");
    }

    private static NodeView node(String id, String kind, String model, long context) {
        ServedModel served =
                ServedModel.newBuilder().setModel(model).setMaxModelLen(context).build();
        return NodeView.newBuilder()
                .setNodeId(id)
                .setState(NodeState.NODE_STATE_SERVING)
                .addEngines(EngineView.newBuilder().setKind(kind).addModels(served))
                .build();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        site.router.serve("tiny", "node-1", site.one.url());
        site.router.serve("odd", "node-1", site.one.url());
    }

    private static JsonArray list() {
        return new JsonObject(site.get("/v1/capabilities", site.developerKey()).body())
                .getJsonArray("data");
    }

    private static JsonObject of(String model) {
        return list().stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("id").equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static void known(
            JsonObject model, String ability, @Nullable Boolean value, String by) {
        JsonObject known = model.getJsonObject(ability);
        assertEquals(value, known.getBoolean("value"), ability);
        assertTrue(known.getString("known_by").contains(by), known.encode());
    }

    @Test
    void saysWhatModelsTakeAndHowThatIsKnown() {
        JsonObject llama = of("llama");
        known(llama, "reasoning", true, "configuration");
        known(llama, "vision", false, "configuration");
        known(llama, "logprobs", true, "engine kind vllm");
        known(llama, "tools", null, "depends on the model");
        assertEquals(8_192, llama.getJsonObject("context_length").getInteger("value"));
        assertTrue(llama.getJsonArray("routes").contains("/v1/messages"));
        JsonObject tiny = of("tiny");
        known(tiny, "n", false, "engine kind tgi");
        assertFalse(tiny.getJsonArray("routes").contains("/v1/embeddings"));
        known(tiny, "context_length", null, "no engine");
        known(of("odd"), "n", null, "not known");
    }

    private static HttpResponse<String> strict(String path, String model, String extra) {
        return site.post(
                path, Site.chat(false, extra).replace("llama", model), "x-wattmill-strict", "true");
    }

    private static void refuses(String param, HttpResponse<String> response) {
        assertEquals(400, response.statusCode(), response.body());
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertEquals("unsupported_parameter", error.getString("code"));
        assertEquals(param, error.getString("param"));
    }

    @Test
    void refusesStrictlyWhatNoEngineServes() {
        refuses("odd_field", strict(CHAT, "llama", ",\"odd_field\":1"));
        refuses("n", strict(CHAT, "tiny", ",\"n\":2"));
        refuses("top_k", strict(CHAT, "tiny", ",\"top_k\":2"));
        String image =
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,QUJD\"}}]";
        refuses(
                "messages",
                site.post(
                        CHAT,
                        Site.chat(false, "").replace("\"hello\"", image),
                        "x-wattmill-strict",
                        "true"));
        assertEquals(200, strict(CHAT, "llama", ",\"top_k\":2,\"seed\":1,\"n\":2").statusCode());
        assertEquals(200, strict(CHAT, "odd", ",\"anything\":1").statusCode());
    }

    @Test
    void passesUnknownMembersOnToACallerThatIsNotStrict() {
        HttpResponse<String> response = site.post(CHAT, Site.chat(false, ",\"odd_field\":1"));
        assertEquals(200, response.statusCode());
        assertEquals(1, site.one.last().body().getInteger("odd_field"));
    }

    @Test
    void isStrictWithMessagesInTheirOwnShape() {
        for (var wish :
                Map.of(
                                "\"container\":\"c\"", "container",
                                "\"thinking\":{\"type\":\"disabled\"}", "thinking")
                        .entrySet()) {
            HttpResponse<String> response =
                    site.post(
                            "/v1/messages",
                            "{\"model\":\"tiny\",\"max_tokens\":5,"
                                    + wish.getKey()
                                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                            "x-wattmill-strict",
                            "true");
            assertEquals(400, response.statusCode());
            JsonObject body = new JsonObject(response.body());
            assertEquals("error", body.getString("type"));
            assertEquals(wish.getValue(), body.getJsonObject("error").getString("param"));
        }
    }

    @Test
    void isStrictWithResponsesByTheNamesThatTheirCallersUse() {
        for (var wish :
                Map.of(
                                "\"reasoning\":{\"effort\":\"low\"}", "reasoning",
                                "\"odd_field\":1", "odd_field")
                        .entrySet()) {
            refuses(
                    wish.getValue(),
                    site.post(
                            "/v1/responses",
                            "{\"model\":\"tiny\",\"input\":\"hi\"," + wish.getKey() + "}",
                            "x-wattmill-strict",
                            "true"));
        }
    }

    @Test
    void needsAKeyThatMayAsk() {
        assertEquals(401, site.get("/v1/capabilities", "").statusCode());
        for (String path :
                new String[] {"/v1/completions", "/v1/embeddings", "/v1/messages", CHAT}) {
            assertEquals(401, site.send("POST", path, "", "{}").statusCode(), path);
        }
        assertEquals(401, site.send("POST", "/v1/messages/count_tokens", "", "{}").statusCode());
    }
}
