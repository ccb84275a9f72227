// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Completions and embeddings: prompts as texts and tokens, several at once. */
class CompletionsTest {

    private static final String COMPLETIONS = "/v1/completions";
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String VECTORS =
            "{\"object\":\"list\",\"model\":\"e5\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.10,-1e-3]},{\"object\":\"embedding\",\"index\":1,\"embedding\":\"AAAAAA==\"}],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}";

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_APIS_MAX_INPUTS", "3"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        site.router.serve("e5", "node-1", site.one.url());
    }

    private static String completion(String prompt, String extra) {
        return "{\"model\":\"llama\",\"prompt\":" + prompt + extra + "}";
    }

    private static String embedding(String input) {
        return "{\"model\":\"e5\",\"input\":" + input + ",\"dimensions\":2}";
    }

    @Test
    void completesWithTheEnginesOwnAnswerAndTokens() {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":0,\"text\":\"a\",\"logprobs\":null,\"finish_reason\":\"stop\"},{\"index\":1,\"text\":\"b\",\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":6,\"total_tokens\":10}}"));
        String body = completion("\"once\"", ",\"n\":2,\"echo\":true,\"suffix\":\"!\"");
        HttpResponse<String> response = site.post(COMPLETIONS, body);
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(2, new JsonObject(response.body()).getJsonArray("choices").size());
        assertEquals(COMPLETIONS, site.one.last().path());
        assertEquals(new JsonObject(body), sent());
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals("completions", record.getApi());
        assertEquals(6, record.getTokens().getOutput());
        assertEquals(4 * 100 + 6 * 400, record.getChargedNano());
        assertEquals("cmpl-1", record.getResponseId());
    }

    /** What the engine was sent, less what the gateway adds for itself. */
    private static JsonObject sent() {
        JsonObject sent = site.one.last().body().copy();
        sent.remove("cache_salt");
        return sent;
    }

    @Test
    void streamsCompletionsWithUsage() {
        site.one.does(
                Script.Exact.chunks(
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":0,\"text\":\"a\",\"finish_reason\":null}]}",
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":0,\"text\":\"b\",\"finish_reason\":\"stop\"}]}"));
        HttpResponse<String> response =
                site.post(
                        COMPLETIONS,
                        completion(
                                "\"once\"",
                                ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        List<String> events = Site.events(response.body());
        assertEquals("[DONE]", events.getLast());
        JsonObject usage = new JsonObject(events.get(events.size() - 2));
        assertEquals("text_completion", usage.getString("object"));
        assertEquals(2, usage.getJsonObject("usage").getInteger("completion_tokens"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(UsageSource.USAGE_SOURCE_ESTIMATED, record.getUsageSource());
        assertEquals(2, record.getTokens().getOutput());
    }

    @Test
    void billsOfABrokenStreamOfSeveralPromptsEachThatWasAnswered() {
        site.one.does(
                Script.Exact.chunks(
                        running(0, 10, 1),
                        running(1, 10, 1),
                        running(2, 6, 1),
                        running(0, 10, 2),
                        "{\"error\":{\"message\":\"out of memory\"}}"));
        HttpResponse<String> response =
                site.post(COMPLETIONS, completion("[\"a\",\"b\"]", ",\"n\":2,\"stream\":true"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(4, record.getTokens().getOutput());
        assertEquals(16, record.getTokens().getInputUncached(), "a prompt counts once");
        assertEquals(UsageSource.USAGE_SOURCE_CONTINUOUS, record.getUsageSource());
    }

    private static String running(int choice, int prompt, int completion) {
        return "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,\"model\":\"llama\","
                   + "\"choices\":[{\"index\":"
                + choice
                + ",\"text\":\"x\",\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":"
                + prompt
                + ",\"completion_tokens\":"
                + completion
                + "}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\"",
                "[\"a\",\"b\\\"[\",\"c\"]",
                "[1,2,3,4,5]",
                "[[1,2],[3],[4]]",
                "[ \"[\" , \"\\\\\" ]"
            })
    void takesPromptsInEveryShape(String prompt) {
        assertEquals(200, site.post(COMPLETIONS, completion(prompt, "")).statusCode());
        site.one.does(Script.Exact.whole(VECTORS));
        assertEquals(200, site.post(EMBEDDINGS, embedding(prompt)).statusCode());
        assertTrue(site.one.last().text().contains(prompt));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[]", "{}", "7", "true", "null", "[null]"})
    void refusesWhatIsNoPrompt(String prompt) {
        for (HttpResponse<String> response :
                List.of(
                        site.post(COMPLETIONS, completion(prompt, "")),
                        site.post(EMBEDDINGS, embedding(prompt)))) {
            assertEquals(400, response.statusCode(), response.body());
            assertEquals(
                    "invalid_request_error",
                    new JsonObject(response.body()).getJsonObject("error").getString("type"));
        }
    }

    @Test
    void refusesMoreInputsThanTheSiteTakes() {
        for (String many : List.of("[\"a\",\"b\",\"c\",\"d\"]", "[[1],[2],[3],[4]]")) {
            HttpResponse<String> response = site.post(EMBEDDINGS, embedding(many));
            assertEquals(400, response.statusCode());
            JsonObject error = new JsonObject(response.body()).getJsonObject("error");
            assertEquals("too_many_inputs", error.getString("code"));
            assertEquals("input", error.getString("param"));
        }
        assertTrue(
                site.get("/metrics", site.adminKey())
                        .body()
                        .contains("wattmill_limit_hits_total{limit=\"apis.max-inputs\"} 2"));
    }

    @Test
    void refusesMoreAnswersThanTheSiteMakes() {
        for (String wish : List.of("\"n\":1000000", "\"best_of\":1000000", "\"n\":99999999999")) {
            HttpResponse<String> response =
                    site.post(COMPLETIONS, completion("[\"a\",\"b\"]", "," + wish));
            assertEquals(400, response.statusCode());
            assertEquals(
                    "n_too_large",
                    new JsonObject(response.body()).getJsonObject("error").getString("code"));
        }
        assertEquals(0, site.one.received().size());
    }

    @Test
    void metersEmbeddingsByWhatTheyRead() {
        site.ledger.refuseUnpriced(true);
        site.one.does(Script.Exact.whole(VECTORS));
        HttpResponse<String> response = site.post(EMBEDDINGS, embedding("[\"a\",\"b\"]"));
        assertEquals(200, response.statusCode(), response.body());
        JsonObject answer = new JsonObject(response.body());
        assertEquals(
                VECTORS.substring(0, VECTORS.indexOf("\"usage\"")),
                response.body().substring(0, response.body().indexOf("\"usage\"")));
        JsonObject usage = answer.getJsonObject("usage");
        assertEquals(9, usage.getInteger("prompt_tokens"));
        assertTrue(usage.getJsonObject("wattmill").containsKey("energy_joules"));
        UsageRecord record = site.ledger.await(Site.requestId(response));
        assertEquals("embeddings", record.getApi());
        assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
        assertEquals(9, record.getTokens().getInputUncached());
        assertEquals(0, record.getTokens().getOutput());
        assertEquals(9 * 20, record.getChargedNano());
        assertEquals(1, site.router.asked().getLast().getMaxOutputTokens());
        assertEquals(1, site.router.asked().getLast().getLongestPromptTokens());
    }

    @Test
    void saysThatNoEngineOfTheModelServesTheApi() {
        site.one.does(new Script.Status(404, "Not Found"));
        HttpResponse<String> response = site.post(EMBEDDINGS, embedding("\"a\""));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("api_not_served"), response.body());
    }

    @Test
    void triesAnotherNodeWhenAnAnswerHasNoVectors() {
        site.router.serve("e5", "node-2", site.two.url());
        site.one.does(Script.Exact.whole("{\"object\":\"list\"}"));
        site.two.does(Script.Exact.whole(VECTORS));
        HttpResponse<String> response = site.post(EMBEDDINGS, embedding("\"a\""));
        assertEquals(200, response.statusCode());
        assertEquals(
                "garbage", site.ledger.await(Site.requestId(response)).getAttempts(0).getError());
    }

    @Test
    void doesNotStreamEmbeddings() {
        HttpResponse<String> response =
                site.post(EMBEDDINGS, "{\"model\":\"e5\",\"input\":\"a\",\"stream\":true}");
        assertEquals(400, response.statusCode());
        assertFalse(response.body().isBlank());
    }
}
