// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Counts of tokens that an engine is asked for. */
class TokenCountsTest {

    private static final String PATH = "/v1/messages/count_tokens";
    private static final String COUNTED = "{\"count\":42,\"max_model_len\":9,\"tokens\":[1,2]}";

    /** Of the two short messages of {@link #count}. */
    private static final int ESTIMATE = 19;

    private static final FakeTicker TICKER = new FakeTicker();
    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_APIS_EXACT_TOKEN_COUNTS", "true",
                                "WATTMILL_GATEWAY_APIS_TOKEN_COUNT_TIMEOUT", "300ms",
                                "WATTMILL_GATEWAY_APIS_MAX_TOKEN_COUNTS", "1",
                                "WATTMILL_GATEWAY_RELAY_MAX_CONNECTIONS_PER_ENGINE", "1",
                                // The clock jumps; keys must not be old for that.
                                "WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "3600s"),
                        "",
                        TICKER);
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder()
                                .setTakenAtUs(1)
                                .addNodes(node("hosted", "hosted", ""))
                                .addNodes(node("node-1", "vllm", site.one.url()))
                                .build());
        Await.until(
                () -> site.get("/v1/models", site.developerKey()).body().contains("llama"),
                "the snapshot is heard");
    }

    private static NodeView node(String id, String kind, String url) {
        return NodeView.newBuilder()
                .setNodeId(id)
                .setZone("eu")
                .setState(NodeState.NODE_STATE_SERVING)
                .addEngines(
                        EngineView.newBuilder()
                                .setKind(kind)
                                .setUrl(url)
                                .setState(EngineState.newBuilder().setReachable(true))
                                .addModels(ServedModel.newBuilder().setModel("llama")))
                .build();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static HttpResponse<String> count(String key, String model) {
        return site.send(
                "POST",
                PATH,
                key,
                "{\"model\":\""
                        + model
                        + "\",\"system\":\"be brief\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hello\"}]}");
    }

    private static int tokens(HttpResponse<String> answer, String method) {
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                method, answer.headers().firstValue("x-wattmill-token-count").orElse("nothing"));
        return new JsonObject(answer.body()).getInteger("input_tokens");
    }

    /** Counts anew when an engine's count came too late, which it may by chance. */
    private static int counted(String key) {
        Deque<HttpResponse<String>> answers = new ArrayDeque<>();
        Await.until(
                () -> {
                    answers.add(count(key, "llama"));
                    Optional<String> by =
                            answers.getLast().headers().firstValue("x-wattmill-token-count");
                    return by.orElse("nothing").equals("engine");
                },
                "an engine counts in time");
        return tokens(answers.getLast(), "engine");
    }

    @Test
    void asksAnEngineOfTheModelWithTheTranslatedMessages() {
        site.one.does(Script.Exact.whole(COUNTED));
        assertEquals(42, counted(site.developerKey()));
        assertEquals("/tokenize", site.one.last().path());
        assertEquals(
                "be brief",
                site.one
                        .last()
                        .body()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("content"));
        assertEquals(0, site.two.received().size());
    }

    @Test
    void estimatesForAModelThatNoEngineOfTheSiteServes() {
        assertEquals(ESTIMATE, tokens(count(site.developerKey(), "other"), "estimated"));
        assertEquals(0, site.one.received().size());
    }

    @Test
    void asksNoEngineForAKeyThatMayNotCallTheModelOrLeaveItsZone() {
        assertEquals(
                ESTIMATE, tokens(count(key("allowed_models", "[\"x\"]"), "llama"), "estimated"));
        assertEquals(ESTIMATE, tokens(count(key("data_zone", "\"us\""), "llama"), "estimated"));
        assertEquals(0, site.one.received().size());
        site.one.does(Script.Exact.whole(COUNTED));
        assertEquals(42, counted(key("data_zone", "\"eu\"")));
    }

    private static String key(String bound, String value) {
        HttpResponse<String> made =
                site.send(
                        "POST",
                        "/admin/keys",
                        site.adminKey(),
                        "{\"project\":\"demo\",\"name\":\"k\",\"scopes\":[\"inference\"],\""
                                + bound
                                + "\":"
                                + value
                                + "}");
        String secret = new JsonObject(made.body()).getString("key");
        Await.until(() -> site.get("/v1/models", secret).statusCode() == 200, "the key is known");
        return secret;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"count\":-1}",
                "{\"count\":\"9\"}",
                "{\"count\":1e3}",
                "{\"count\":99999999999999999999}",
                "{\"tokens\":[1,"
            })
    void estimatesWhenAnEngineSaysNoCount(String answer) {
        site.one.does(Script.Exact.whole(answer));
        assertEquals(ESTIMATE, tokens(count(site.developerKey(), "llama"), "estimated"));
    }

    @Test
    void estimatesWhenAnEngineRefusesOrHangs() {
        site.one.does(new Script.Status(404, "no such path"));
        assertEquals(ESTIMATE, tokens(count(site.developerKey(), "llama"), "estimated"));
        site.one.does(new Script.HangsAfter(0));
        assertEquals(ESTIMATE, tokens(count(site.developerKey(), "llama"), "estimated"));
    }

    @Test
    void doesNotWaitForAConnectionThatAnotherRequestHas() {
        site.one.does(new Script.Silent());
        CompletableFuture<HttpResponse<String>> chat =
                CompletableFuture.supplyAsync(
                        () -> site.post("/v1/chat/completions", Site.chat(true, "")));
        Await.until(() -> !site.one.received().isEmpty(), "the connection is taken");
        assertEquals(ESTIMATE, tokens(count(site.developerKey(), "llama"), "estimated"));
        assertFalse(chat.isDone(), "it waited for the other request");
        TICKER.advance(Duration.ofSeconds(121));
        assertEquals(200, chat.join().statusCode());
        assertEquals(1, site.one.received().size(), "a late call is sent");
        site.one.does(Script.Exact.whole(COUNTED));
        assertEquals(42, counted(site.developerKey()));
    }

    @Test
    void asksForNoMoreAtOnceThanItMayAndForAllAfterwards() {
        site.one.does(new Script.HangsAfter(0));
        IntStream.range(0, 40)
                .mapToObj(
                        _ ->
                                CompletableFuture.supplyAsync(
                                        () -> count(site.developerKey(), "llama")))
                .toList()
                .forEach(answer -> assertEquals(ESTIMATE, tokens(answer.join(), "estimated")));
        String metrics = site.get("/metrics", site.adminKey()).body();
        assertEquals(
                true,
                metrics.contains("wattmill_limit_hits_total{limit=\"apis.max-token-counts\"}"));
        site.one.does(Script.Exact.whole(COUNTED));
        assertEquals(42, counted(site.developerKey()));
    }
}
