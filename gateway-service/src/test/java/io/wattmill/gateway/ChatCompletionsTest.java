// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A request's way through the gateway, over real sockets. */
class ChatCompletionsTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    @Test
    void answersWholeWithUsageThatSaysWhatItCost() {
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(false, ""));
        assertEquals(200, response.statusCode(), response.body());
        JsonObject usage = new JsonObject(response.body()).getJsonObject("usage");
        assertEquals(11, usage.getInteger("prompt_tokens"));
        assertEquals(5, usage.getInteger("completion_tokens"));
        JsonObject wattmill = usage.getJsonObject("wattmill");
        // 7 x 0.10 + 4 x 0.025 + 5 x 0.40 = 2.80 per million = 0.0000028
        assertEquals(
                "0.0000028", wattmill.getValue("cost").toString().replace("2.8E-6", "0.0000028"));
        assertEquals("USD", wattmill.getString("currency"));
        assertEquals("predicted", wattmill.getString("energy_method"));
        // prefill 7 mJ + decode 5 x 20 mJ + KV (5 x 11 + 10) x 0.5 uJ = 107,032 uJ, host 12 %
        assertEquals(0.119875, wattmill.getDouble("energy_joules"), 1e-9);
        assertTrue(wattmill.getDouble("carbon_grams") > 0);
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
        assertEquals(7, record.getTokens().getInputUncached());
        assertEquals(4, record.getTokens().getCacheRead());
        assertEquals(5, record.getTokens().getOutput());
        assertEquals(2_800, record.getChargedNano());
        assertEquals(3, record.getPriceVersion());
        assertEquals("demo", record.getPrincipal().getProjectId());
        assertEquals(1, record.getAttemptsCount());
        assertEquals("node-1", record.getAttempts(0).getNodeId());
        assertEquals("first", record.getDecision().getMode());
        assertEquals(new JsonObject(response.body()).getString("id"), record.getResponseId());
    }

    @Test
    void streamsWithoutUsageToACallerThatDidNotAsk() {
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(true, ""));
        assertEquals(200, response.statusCode());
        assertTrue(
                response.headers()
                        .firstValue("content-type")
                        .orElse("")
                        .startsWith("text/event-stream"));
        assertFalse(response.body().contains("usage"), response.body());
        List<String> events = Site.events(response.body());
        assertEquals("[DONE]", events.getLast());
        assertEquals(1 + 5 + 1 + 1, events.size());
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(5, record.getTokens().getOutput());
        assertEquals("stop", record.getFinishReason());
        assertTrue(record.getFirstTokenAtUs() >= record.getAdmittedAtUs());
    }

    @Test
    void asksTheEngineForUsageAndKeepsTheRestOfTheBody() {
        site.post("/v1/chat/completions", Site.chat(true, ",\"seed\":7,\"odd\":{\"a\":[1,2]}"));
        JsonObject sent = site.one.last().body();
        assertEquals(true, sent.getJsonObject("stream_options").getBoolean("include_usage"));
        assertEquals(
                true, sent.getJsonObject("stream_options").getBoolean("continuous_usage_stats"));
        assertEquals(7, sent.getInteger("seed"));
        assertEquals("{\"a\":[1,2]}", sent.getJsonObject("odd").encode());
        assertEquals(48, sent.getString("cache_salt").length());
        assertFalse(site.one.last().headers().containsKey("authorization"));
    }

    @Test
    void showsUsageInTheLastChunkToACallerThatAsked() {
        HttpResponse<String> response =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(true, ",\"stream_options\":{\"include_usage\":true}"));
        List<String> events = Site.events(response.body());
        JsonObject last = new JsonObject(events.get(events.size() - 2));
        assertEquals(0, last.getJsonArray("choices").size());
        assertEquals(5, last.getJsonObject("usage").getInteger("completion_tokens"));
        assertTrue(last.getJsonObject("usage").getJsonObject("wattmill").containsKey("cost"));
        for (String chunk : events.subList(0, events.size() - 2)) {
            assertFalse(new JsonObject(chunk).containsKey("usage"), chunk);
        }
    }

    @Test
    void showsRunningUsageToACallerThatAskedForIt() {
        HttpResponse<String> response =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(
                                true,
                                ",\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}"));
        List<String> events = Site.events(response.body());
        assertEquals(
                2,
                new JsonObject(events.get(2))
                        .getJsonObject("usage")
                        .getInteger("completion_tokens"));
    }

    @Test
    void translatesTheNameThatTheEngineKnowsTheModelBy() {
        site.router.upstream("meta/llama-8b");
        HttpResponse<String> whole = site.post("/v1/chat/completions", Site.chat(false, ""));
        assertEquals("meta/llama-8b", site.one.last().body().getString("model"));
        assertEquals("llama", new JsonObject(whole.body()).getString("model"));
        HttpResponse<String> stream =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(true, ",\"stream_options\":{\"include_usage\":true}"));
        assertFalse(stream.body().contains("meta/"), stream.body());
    }

    @Test
    void countsChunksOfAnEngineThatReportsNoUsage() {
        site.one.does(new Script.Uncounted(6));
        HttpResponse<String> response =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(true, ",\"stream_options\":{\"include_usage\":true}"));
        List<String> events = Site.events(response.body());
        JsonObject usage = new JsonObject(events.get(events.size() - 2)).getJsonObject("usage");
        assertEquals(6, usage.getInteger("completion_tokens"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(UsageSource.USAGE_SOURCE_ESTIMATED, record.getUsageSource());
        assertEquals(6, record.getTokens().getOutput());
    }

    @Test
    void triesAnotherNodeBeforeTheFirstByte() {
        site.one.does(new Script.Status(500, "boom"));
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(true, ""));
        assertEquals(200, response.statusCode());
        assertEquals("[DONE]", Site.events(response.body()).getLast());
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(2, record.getAttemptsCount());
        assertEquals(Outcome.OUTCOME_FAILED, record.getAttempts(0).getOutcome());
        assertEquals("status-500", record.getAttempts(0).getError());
        assertEquals(0, record.getAttempts(0).getTokens().getOutput());
        assertEquals(5, record.getAttempts(1).getTokens().getOutput());
        assertEquals(5, record.getTokens().getOutput(), "a retry is billed once");
        assertEquals("node-2", record.getAttempts(1).getNodeId());
        assertEquals(
                Site.requestId(response) + "-1", site.one.last().headers().get("x-request-id"));
        assertEquals(
                Site.requestId(response) + "-2", site.two.last().headers().get("x-request-id"));
        assertEquals(List.of("node-1"), site.router.asked().getLast().getExcludedNodeIdsList());
    }

    @Test
    void triesAnotherNodeWhenOneCannotBeReached() {
        site.router.clear();
        site.router
                .serve("llama", "node-0", "http://127.0.0.1:1")
                .serve("llama", "node-2", site.two.url());
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(false, ""));
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "unreachable",
                site.ledger.await(Site.requestId(response)).getAttempts(0).getError());
    }

    @Test
    void triesAnotherNodeWhenOneAnswersGarbage() {
        site.one.does(new Script.Garbage());
        assertEquals(200, site.post("/v1/chat/completions", Site.chat(false, "")).statusCode());
        assertEquals(200, site.post("/v1/chat/completions", Site.chat(true, "")).statusCode());
        assertEquals(2, site.two.received().size());
    }

    @Test
    void saysSoWhenEveryNodeHasFailed() {
        site.one.does(new Script.Status(503, "busy"));
        site.two.does(new Script.Status(503, "busy"));
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(false, ""));
        assertEquals(503, response.statusCode());
        assertTrue(response.headers().firstValue("retry-after").isPresent());
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(0, record.getTokens().getOutput());
        assertEquals(0, record.getChargedNano());
        assertEquals(2, record.getAttemptsCount());
    }

    @Test
    void passesOnWhatAnEngineRefusesAndDoesNotTryAgain() {
        site.one.does(new Script.Status(400, "temperature must be positive"));
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(false, ""));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("temperature must be positive"));
        assertEquals(0, site.two.received().size());
    }

    @Test
    void endsABrokenStreamWithAnErrorAndBillsWhatWasDelivered() {
        for (Script script :
                List.of(
                        new Script.DiesAfter(3),
                        new Script.GarbageAfter(3),
                        new Script.ErrorAfter(3))) {
            site.reset();
            site.one.does(script);
            HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(true, ""));
            List<String> events = Site.events(response.body());
            assertTrue(
                    new JsonObject(events.getLast()).containsKey("error"),
                    script + ": " + response.body());
            assertFalse(response.body().contains("[DONE]"));
            UsageRecord record = site.ledger.await(Site.requestId(response));
            assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome(), script.toString());
            assertEquals(3, record.getTokens().getOutput(), script.toString());
            assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, record.getUsageSource());
            assertEquals(7, record.getTokens().getInputUncached());
            assertEquals(0, site.two.received().size());
        }
    }

    @Test
    void givesUpOnAnEngineThatFallsSilent() {
        try (Site hasty = new Site(Map.of("WATTMILL_GATEWAY_RELAY_IDLE_TIMEOUT", "2s"))) {
            hasty.one.does(new Script.HangsAfter(2));
            HttpResponse<String> response = hasty.post("/v1/chat/completions", Site.chat(true, ""));
            assertTrue(response.body().contains("engine_timeout"), response.body());
            assertFalse(response.body().contains("[DONE]"));
            Await.until(() -> hasty.one.resets() == 1, "the engine sees the reset");
            assertEquals(2, hasty.ledger.await(Site.requestId(response)).getTokens().getOutput());
        }
    }

    /** What the router was told of this request; news of another test's may come late. */
    private List<Observation.EventCase> heardOf(HttpResponse<String> response) {
        return site.router.observed().stream()
                .filter(one -> one.getRequestId().equals(Site.requestId(response)))
                .map(Observation::getEventCase)
                .toList();
    }

    @Test
    void tellsTheRouterWhatBecameOfARequest() {
        HttpResponse<String> response = site.post("/v1/chat/completions", Site.chat(true, ""));
        site.ledger.await(Site.requestId(response));
        Await.until(
                () -> heardOf(response).contains(Observation.EventCase.FINISHED),
                "the router hears of the end");
        List<Observation.EventCase> events = heardOf(response);
        assertEquals(
                List.of(
                        Observation.EventCase.STARTED,
                        Observation.EventCase.FIRST_TOKEN,
                        Observation.EventCase.FINISHED),
                events);
        assertEquals(5, site.router.observed().getLast().getFinished().getTokens().getOutput());
    }

    @Test
    void takesWhatTheCallerSaysTheWorkIsFor() {
        HttpResponse<String> response =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(false, ",\"user\":\"u-7\",\"service_tier\":\"flex\""),
                        "x-wattmill-run",
                        "run-1",
                        "x-wattmill-agent",
                        "planner");
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals("run-1", record.getWork().getRunId());
        assertEquals("planner", record.getWork().getAgent());
        assertEquals("u-7", record.getWork().getUser());
        assertEquals("flex", record.getWork().getTier());
    }

    @Test
    void refusesATierThatThereIsNot() {
        HttpResponse<String> inBody =
                site.post(
                        "/v1/chat/completions", Site.chat(false, ",\"service_tier\":\"platinum\""));
        HttpResponse<String> inHeader =
                site.post(
                        "/v1/chat/completions",
                        Site.chat(false, ",\"service_tier\":\"flex\""),
                        "x-wattmill-tier",
                        "Flex");
        for (var refused : List.of(inBody, inHeader)) {
            assertEquals(400, refused.statusCode());
            JsonObject error = new JsonObject(refused.body()).getJsonObject("error");
            assertEquals("unknown_tier", error.getString("code"));
            assertTrue(error.getString("message").contains("may be: default, flex."));
        }
        for (String standard : List.of("auto", "default")) {
            HttpResponse<String> served =
                    site.post(
                            "/v1/chat/completions",
                            Site.chat(false, ",\"service_tier\":\"%s\"".formatted(standard)));
            assertEquals(200, served.statusCode());
            assertEquals("", site.ledger.await(Site.requestId(served)).getWork().getTier());
        }
    }

    @Test
    void servesUnpricedModelsWithoutInventingAPrice() {
        site.router.serve("other", "node-1", site.one.url());
        HttpResponse<String> response =
                site.post("/v1/chat/completions", Site.chat(false, "").replace("llama", "other"));
        JsonObject wattmill =
                new JsonObject(response.body()).getJsonObject("usage").getJsonObject("wattmill");
        assertTrue(wattmill.containsKey("cost"));
        assertEquals(null, wattmill.getValue("cost"));
    }
}
