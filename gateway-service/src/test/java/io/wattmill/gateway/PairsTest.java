// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One engine computes the prompt, another one answers; the caller sees one answer. */
class PairsTest {

    private static final String PATH = "/v1/chat/completions";
    private static final JsonObject KEPT =
            new JsonObject()
                    .put("do_remote_prefill", true)
                    .put("do_remote_decode", false)
                    .put("remote_engine_id", "e-1")
                    .put("remote_block_ids", new JsonArray().add(7).add(8))
                    .put("remote_host", "10.0.0.1")
                    .put("remote_port", 5600);

    private static final FakeTicker TICKER = new FakeTicker();
    private static Site site;
    private static int tests;

    @BeforeAll
    static void open() {
        // The clock jumps; keys must not be old for that.
        site = new Site(Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "3600s"), "", TICKER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        tests++;
        site.router
                .serve("llama", "decodes-" + tests, site.two.url())
                .computePrompts("prompts-" + tests, site.one.url());
        site.one.does(Script.Exact.whole(prompted().encode()));
        site.two.does(new Script.Answer(11, 10, 5));
    }

    private static JsonObject prompted() {
        return new JsonObject(
                        """
                        {"id":"c","object":"chat.completion","created":1,"model":"llama","choices":[{"index":0,
                        "message":{"role":"assistant","content":"t"},"finish_reason":"length"}],"usage":{"prompt_tokens":11,
                        "completion_tokens":1,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":4}}}\
                        """)
                .put("kv_transfer_params", KEPT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void is_asked_of_both_engines_in_their_order(boolean stream) {
        HttpResponse<String> answer =
                site.post(PATH, Site.chat(stream, ",\"max_tokens\":50,\"min_tokens\":3"));
        assertEquals(200, answer.statusCode(), answer.body());
        JsonObject first = site.one.last().body();
        assertEquals(1, first.getInteger("max_tokens"));
        assertEquals(0, first.getInteger("min_tokens"));
        assertFalse(first.getBoolean("stream", false));
        assertNull(first.getValue("stream_options"));
        assertTrue(first.getJsonObject("kv_transfer_params").getBoolean("do_remote_decode"));
        JsonObject second = site.two.last().body();
        assertEquals(KEPT, second.getJsonObject("kv_transfer_params"));
        assertEquals(50, second.getInteger("max_tokens"));
        assertEquals(stream, second.getBoolean("stream", false));
        assertEquals(first.getString("cache_salt"), second.getString("cache_salt"));
        String id = Site.requestId(answer);
        assertEquals(id + "-1", site.one.last().headers().get("x-request-id"));
        assertEquals(id + "-2", site.two.last().headers().get("x-request-id"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void is_billed_once_and_booked_where_each_part_was_computed(boolean stream) {
        String usage = stream ? ",\"stream_options\":{\"include_usage\":true}" : "";
        HttpResponse<String> answer = site.post(PATH, Site.chat(stream, usage));
        assertTrue(answer.body().contains("\"cached_tokens\":4"), answer.body());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(2, record.getAttemptsCount());
        checkPrompt(record.getAttempts(0));
        Attempt second = record.getAttempts(1);
        assertEquals(
                List.of(2, "decodes-" + tests), List.of(second.getNumber(), second.getNodeId()));
        assertEquals(10, second.getTokens().getCacheRead());
        assertEquals(5, second.getTokens().getOutput());
        assertEquals(0, second.getWasteTokens());
    }

    private static void checkPrompt(Attempt first) {
        assertEquals(List.of(1, "prompts-" + tests), List.of(first.getNumber(), first.getNodeId()));
        assertEquals(Outcome.OUTCOME_COMPLETED, first.getOutcome());
        assertEquals(7, first.getTokens().getInputUncached());
        assertEquals(4, first.getTokens().getCacheRead());
        assertEquals(0, first.getTokens().getOutput());
        assertEquals(1, first.getWasteTokens());
        assertEquals(0, first.getPromptTokensAtMost());
        assertEquals(first.getEndedAtUs(), first.getFirstTokenAtUs());
    }

    @Test
    void tells_the_router_when_the_first_engine_is_done() {
        String id = Site.requestId(site.post(PATH, Site.chat(true, "")));
        site.ledger.await(id);
        Await.until(() -> words(told(id)).contains("FINISHED"), "news of the end");
        assertEquals(List.of("STARTED", "PREFILLED", "FIRST_TOKEN", "FINISHED"), words(told(id)));
        Observation prefilled = told(id).get(1);
        assertEquals("prompts-" + tests, prefilled.getNodeId());
        assertEquals(4, prefilled.getPrefilled().getTokens().getCacheRead());
        assertEquals("decodes-" + tests, told(id).getLast().getNodeId());
    }

    /** What the router was told of this request; news of another test's may come late. */
    private static List<Observation> told(String requestId) {
        return site.router.observed().stream()
                .filter(told -> told.getRequestId().equals(requestId))
                .filter(told -> !told.hasBreaker() && !told.hasProgress())
                .toList();
    }

    private static List<String> words(List<Observation> told) {
        return told.stream().map(one -> one.getEventCase().name()).toList();
    }

    static List<Script> failures() {
        return List.of(
                new Script.Resets(),
                new Script.Silent(),
                new Script.Garbage(),
                new Script.Status(500, "boom"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void goes_on_with_one_engine_when_the_first_fails(Script failure) {
        site.one.does(failure);
        CompletableFuture<HttpResponse<String>> asked =
                CompletableFuture.supplyAsync(() -> site.post(PATH, Site.chat(true, "")));
        if (failure instanceof Script.Silent) {
            Await.until(() -> !site.one.received().isEmpty(), "the engine has the prompt");
            TICKER.advance(Duration.ofSeconds(61));
        }
        HttpResponse<String> answer = asked.join();
        assertEquals(200, answer.statusCode(), answer.body());
        String id = Site.requestId(answer);
        UsageRecord record = site.ledger.await(id);
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals("prompts-" + tests, record.getAttempts(0).getNodeId());
        assertEquals(Outcome.OUTCOME_FAILED, record.getAttempts(0).getOutcome());
        assertEquals("decodes-" + tests, record.getAttempts(1).getNodeId());
        assertEquals(10, record.getTokens().getCacheRead());
        assertNull(site.two.last().body().getValue("kv_transfer_params"));
        Await.until(() -> words(told(id)).contains("FAILED"), "news of the failure");
        Observation blamed =
                told(id).stream().filter(Observation::hasFailed).findFirst().orElseThrow();
        assertEquals("prompts-" + tests, blamed.getNodeId());
    }

    @Test
    void has_the_second_engine_compute_the_prompt_when_the_first_keeps_nothing() {
        site.one.does(new Script.Answer(11, 4, 1));
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals(200, answer.statusCode(), answer.body());
        assertNull(site.two.last().body().getValue("kv_transfer_params"));
    }

    @Test
    void is_not_asked_for_where_there_are_several_answers() {
        site.post(PATH, Site.chat(false, ",\"n\":2"));
        assertFalse(site.router.asked().getLast().getTakesPairs());
        assertEquals(List.of(), site.one.received());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takes_no_callers_word_on_where_kv_cache_lies(boolean pair) {
        if (!pair) {
            site.router.clear();
            site.router.serve("llama", "decodes-" + tests, site.two.url());
        }
        String theirs = ",\"kv_transfer_params\":{\"remote_block_ids\":[1]}";
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, theirs));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                pair ? KEPT : null, site.two.last().body().getJsonObject("kv_transfer_params"));
    }
}
