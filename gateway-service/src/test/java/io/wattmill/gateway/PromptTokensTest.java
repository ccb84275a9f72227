// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.KvHearing;
import io.wattmill.contract.fleet.v1.KvHearing.State;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Prompts that are placed by their tokens. */
class PromptTokensTest {

    private static final int[] TOKENS = IntStream.range(100, 140).toArray();
    private static final String TOLD =
            "{\"count\":40,\"max_model_len\":9,\"tokens\":" + json(TOKENS) + "}";
    private static final String TOKENIZE = "/tokenize";

    private static Site site;

    @BeforeAll
    static void open() {
        site = site("30s");
    }

    private static Site site(String timeout) {
        Site site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_TOKENS_TIMEOUT", timeout,
                                "WATTMILL_GATEWAY_TOKENS_MAX_ASKED", "1",
                                "WATTMILL_GATEWAY_TOKENS_MAX_BLOCKS", "3",
                                "WATTMILL_GATEWAY_TOKENS_MAX_ANSWER_BYTES", "2000",
                                "WATTMILL_GATEWAY_TOKENS_BREAKER_FAILURES_IN_A_ROW", "100000",
                                "WATTMILL_GATEWAY_TOKENS_BREAKER_MIN_CALLS", "100000",
                                "WATTMILL_GATEWAY_HTTP_EVENT_LOOPS", "1"),
                        "  tokens:\n    models:\n      llama: engine\n      llama-sql: engine\n"
                                + "      quiet: engine\n      plain: none\n");
        site.context()
                .bus()
                .publish(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.newBuilder()
                                .setTakenAtUs(1)
                                .addNodes(node(site, "vllm", State.STATE_EXACT, "llama", "plain"))
                                .addNodes(node(site, "sglang", State.STATE_PARTIAL, "llama"))
                                .addNodes(node(site, "vllm", State.STATE_OFF, "quiet"))
                                .build());
        Await.until(
                () -> site.get("/v1/models", site.developerKey()).body().contains("llama"),
                "the snapshot is heard");
        return site;
    }

    private static NodeView node(Site site, String kind, State heard, String... models) {
        ScriptedEngine engine = kind.equals("vllm") ? site.one : site.two;
        EngineView.Builder view =
                EngineView.newBuilder()
                        .setKind(kind)
                        .setUrl(engine.url())
                        .setKvHearing(KvHearing.newBuilder().setState(heard))
                        .setState(EngineState.newBuilder().setReachable(true));
        for (String model : models) {
            view.addModels(
                    ServedModel.newBuilder().setModel(model).addLoraAdapters(model + "-sql"));
        }
        return NodeView.newBuilder()
                .setNodeId(kind + "-" + models[0])
                .setState(NodeState.NODE_STATE_SERVING)
                .addEngines(view)
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

    private static String json(int[] tokens) {
        return Arrays.stream(tokens)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static PlaceRequest placed(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return site.router.asked().getLast();
    }

    private static PlaceRequest chat(String extra) {
        return placed(site.post("/v1/chat/completions", Site.chat(false, extra)));
    }

    private static PlaceRequest completion(String prompt) {
        return placed(
                site.post("/v1/completions", "{\"model\":\"llama\",\"prompt\":" + prompt + "}"));
    }

    private static List<Long> names(String salt) {
        return names("", salt);
    }

    private static List<Long> names(String adapter, String salt) {
        return LongStream.of(TokenBlocks.of(TokenBlocks.salted(adapter, salt), 16, TOKENS, 3))
                .boxed()
                .toList();
    }

    /** The salt that the engine was sent. */
    private static String salt() {
        return site.one.last().body().getString("cache_salt");
    }

    private static boolean wasAskedForTokens(ScriptedEngine engine) {
        return engine.received().stream().anyMatch(heard -> heard.path().equals(TOKENIZE));
    }

    private static double namings(String outcome) {
        String name = "wattmill_gateway_prompt_namings_total{outcome=\"" + outcome + "\"} ";
        return site.get("/metrics", site.adminKey())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    @Test
    void namesAChatByTheTokensThatAnEngineTellsAndByTheSaltThatItIsSent() {
        site.one.tokenizes(Script.Exact.whole(TOLD));
        double before = namings("named");
        PlaceRequest asked = chat(",\"tools\":[],\"temperature\":0");
        JsonObject question = site.one.received().getFirst().body();
        assertEquals("llama", question.getString("model"));
        assertEquals(1, question.getJsonArray("messages").size());
        assertEquals(16, asked.getTokenBlockTokens());
        assertEquals(2, asked.getTokenBlocksCount());
        assertEquals(names(salt()), asked.getTokenBlocksList());
        assertEquals(before + 1, namings("named"));
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().startsWith("wattmill-prompt-tokens")),
                "no worker has read the tokens");
    }

    @Test
    void namesAPromptForAnAdapterByTheAdapterToo() {
        site.one.tokenizes(Script.Exact.whole(TOLD));
        site.router.serve("llama-sql", "node-1", site.one.url());
        String body = Site.chat(false, "").replace("\"llama\"", "\"llama-sql\"");
        PlaceRequest asked = placed(site.post("/v1/chat/completions", body));
        assertEquals("llama-sql", asked.getModel());
        assertEquals("llama-sql", site.one.received().getFirst().body().getString("model"));
        assertEquals(names("llama-sql", salt()), asked.getTokenBlocksList());
    }

    @Test
    void listsAdaptersWhereTheyCanBeAskedForByName() {
        String listed = site.get("/v1/models", site.developerKey()).body();
        assertTrue(listed.contains("\"llama-sql\""), listed);
    }

    @Test
    void asksNobodyWhereTheRouterListensToNoEngineOfTheModel() {
        site.router.serve("quiet", "node-1", site.one.url());
        double before = namings("unheard");
        String body = Site.chat(false, "").replace("\"llama\"", "\"quiet\"");
        assertEquals(0, placed(site.post("/v1/chat/completions", body)).getTokenBlocksCount());
        assertFalse(wasAskedForTokens(site.one));
        assertEquals(before + 1, namings("unheard"));
    }

    @Test
    void namesAPromptOfTokensWithoutAskingAnybody() {
        for (String prompt : List.of(json(TOKENS), "[" + json(TOKENS) + "]")) {
            PlaceRequest asked = completion(prompt);
            assertEquals(names(salt()), asked.getTokenBlocksList());
        }
        assertFalse(wasAskedForTokens(site.one));
    }

    @Test
    void namesAPromptOfTextAndNoMoreBlocksThanItMay() {
        site.one.tokenizes(Script.Exact.whole("{\"tokens\":" + json(new int[400]) + "}"));
        assertEquals(3, completion("\"once upon a time\"").getTokenBlocksCount());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"cache_salt\":\"mine\"",
                ",\"reasoning_effort\":\"high\"",
                ",\"documents\":[]",
                ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"https://e.x/1.png\"}}]}]"
            })
    void doesNotNameWhatTokensAloneDoNotName(String extra) {
        String body = "{\"model\":\"llama\"" + messages(extra) + extra + "}";
        PlaceRequest asked = placed(site.post("/v1/chat/completions", body));
        assertEquals(0, asked.getTokenBlocksCount());
        assertFalse(wasAskedForTokens(site.one));
    }

    private static String messages(String extra) {
        return extra.contains("messages")
                ? ""
                : ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"a\",\"b\"]", "[[1,2],[3]]", "[\"a\"]", "[1.5]", "[-1]", "[[[1]]]"})
    void doesNotNameWhatIsNoSinglePrompt(String prompt) {
        assertEquals(0, completion(prompt).getTokenBlocksCount());
    }

    @Test
    void asksNobodyForAModelWhosePromptsAreKnownByTheirBytes() {
        site.router.serve("plain", "node-1", site.one.url());
        String body = Site.chat(false, "").replace("\"llama\"", "\"plain\"");
        assertEquals(0, placed(site.post("/v1/chat/completions", body)).getTokenBlocksCount());
        assertFalse(wasAskedForTokens(site.one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "nonsense",
                "{\"tokens\":7}",
                "{\"tokens\":[1,-2]}",
                "{\"tokens\":[1,[2]]}",
                "{\"tokens\":[\"1\"]}",
                "{\"tokens\":[99999999999]}",
                "{\"tokens\":[1,2"
            })
    void placesByBytesWhenWhatComesIsNoTokens(String told) {
        double before = namings("malformed") + namings("failed");
        site.one.tokenizes(Script.Exact.whole(told));
        assertEquals(0, chat("").getTokenBlocksCount());
        assertEquals(before + 1, namings("malformed") + namings("failed"));
    }

    @Test
    void placesByBytesWhenAnEngineRefusesOrSaysTooMuch() {
        site.one.tokenizes(new Script.Status(400, "no tokens"));
        assertEquals(0, chat("").getTokenBlocksCount());
        assertTrue(namings("refused") > 0);
        double failed = namings("failed");
        site.one.tokenizes(Script.Exact.whole("{\"tokens\":" + json(new int[5_000]) + "}"));
        assertEquals(0, chat("").getTokenBlocksCount());
        assertEquals(failed + 1, namings("failed"));
    }

    @Test
    void placesByBytesWhenTokensAreLateAndWaitsForNoMorePromptsThanItMay() {
        Site patient = site;
        site = site("400ms");
        try {
            assertPlacesByBytesWhenTokensAreLate();
        } finally {
            close();
            site = patient;
        }
    }

    private static void assertPlacesByBytesWhenTokensAreLate() {
        site.one.tokenizes(new Script.Silent());
        double late = namings("late");
        double full = namings("full");
        List<CompletableFuture<PlaceRequest>> all =
                IntStream.range(0, 20)
                        .mapToObj(_ -> CompletableFuture.supplyAsync(() -> chat("")))
                        .toList();
        all.forEach(asked -> assertEquals(0, asked.join().getTokenBlocksCount()));
        assertTrue(namings("late") > late);
        assertEquals(20, namings("late") - late + namings("full") - full);
        assertTrue(
                site.get("/metrics", site.adminKey())
                        .body()
                        .contains("wattmill_limit_hits_total{limit=\"tokens.max-asked\"}"));
        site.one.tokenizes(Script.Exact.whole(TOLD));
        Await.until(() -> chat("").getTokenBlocksCount() == 2, "tokens are in time");
    }
}
