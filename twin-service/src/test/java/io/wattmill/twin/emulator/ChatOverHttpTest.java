// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private RunningFleet fleet;

    @BeforeAll
    void start() {
        fleet = new RunningFleet("nodes: 1, speed: 50, seed: 7");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private JsonNode whole(String content, String fields) throws IOException {
        return fleet.json(fleet.chat(content, fields));
    }

    private SseAnswer streamed(String content, String fields) {
        return fleet.events(fleet.chat(content, "\"stream\":true," + fields));
    }

    @Test
    void ignoringTheEndGivesExactlyTheTokensThatWereAskedFor() throws IOException {
        var answer = whole("hello", "\"max_tokens\":37,\"ignore_eos\":true");
        assertEquals(37, answer.at("/usage/completion_tokens").asInt());
        assertEquals(3 + 4 + 2, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(46, answer.at("/usage/total_tokens").asInt());
        assertEquals(0, answer.at("/usage/prompt_tokens_details/cached_tokens").asInt(-1));
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(37, answer.at("/choices/0/message/content").asText().split(" ", -1).length);
    }

    @Test
    void aStreamHasOneDeltaPerTokenAndTheSameText() throws IOException {
        var fields = "\"max_tokens\":25,\"ignore_eos\":true";
        var answer = streamed("hello", fields);
        assertEquals(25, answer.deltas());
        assertEquals("length", answer.finishReason());
        assertEquals(
                whole("hello", fields).at("/choices/0/message/content").asText(), answer.text());
        assertTrue(answer.chunks().stream().noneMatch(c -> c.has("usage")));
    }

    @Test
    void usageComesAtTheEndOrInEveryChunkAsAsked() {
        var fields =
                "\"max_tokens\":5,\"ignore_eos\":true,\"stream_options\":{\"include_usage\":true";
        var atEnd = streamed("hello", fields + "}");
        assertEquals(1, atEnd.chunks().stream().filter(c -> c.has("usage")).count());
        assertEquals(5, atEnd.last().at("/usage/completion_tokens").asInt());
        assertEquals(0, atEnd.last().path("choices").size());
        var always = streamed("hello", fields + ",\"continuous_usage_stats\":true}");
        assertTrue(always.chunks().stream().allMatch(c -> c.has("usage")));
        assertEquals(1, always.chunks().get(1).at("/usage/completion_tokens").asInt());
    }

    @Test
    void theSamePromptGetsTheSameAnswerAndAnotherPromptAnother() throws IOException {
        var first = whole("tell me", "").at("/choices/0/message/content").asText();
        assertEquals(first, whole("tell me", "").at("/choices/0/message/content").asText());
        assertNotEquals(first, whole("tell us", "").at("/choices/0/message/content").asText());
        assertNotEquals(
                first, whole("tell me", "\"seed\":1").at("/choices/0/message/content").asText());
    }

    @Test
    void anAnswerEndsBeforeAStopStringStreamedOrNot() throws IOException {
        var fields = "\"max_tokens\":40,\"ignore_eos\":true";
        var free = whole("stop me", fields).at("/choices/0/message/content").asText();
        var words = free.split(" ", -1);
        var stop = " " + words[9] + " " + words[10];
        var expected = free.substring(0, free.indexOf(stop));
        var stopped = whole("stop me", fields + ",\"stop\":\"" + stop + "\"");
        assertEquals(expected, stopped.at("/choices/0/message/content").asText());
        assertEquals("stop", stopped.at("/choices/0/finish_reason").asText());
        var streamed = streamed("stop me", fields + ",\"stop\":[\"" + stop + "\"]");
        assertEquals(expected, streamed.text());
        assertEquals("stop", streamed.finishReason());
    }

    @Test
    void repeatsTheRequestIdAndAnswersByIt() {
        var response = fleet.send(fleet.chat("hello", "\"max_tokens\":1"));
        assertEquals("req-1", response.headers().firstValue("x-request-id").orElse(""));
        assertTrue(response.body().contains("\"id\":\"chatcmpl-req-1\""));
    }

    @Test
    void refusesInVllmsShape() throws IOException {
        assertRefused(400, fleet.chat("x", "\"n\":1000000"), "up to 1024 choices");
        assertRefused(400, fleet.chat("x", "\"max_tokens\":131072"), "maximum context length");
        assertRefused(400, fleet.post("/v1/chat/completions", "{"), "not valid JSON");
        assertRefused(400, fleet.post("/v1/chat/completions", ""), "must be an object");
        assertRefused(404, fleet.post("/v1/nothing", "{}"), "Not Found");
        var other = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        assertRefused(404, fleet.post("/v1/chat/completions", other), "llama-3.1-8b");
    }

    private void assertRefused(int status, java.net.http.HttpRequest request, String reason)
            throws IOException {
        var response = fleet.send(request);
        assertEquals(status, response.statusCode(), response.body());
        var error = JSON.readTree(response.body()).path("error");
        assertEquals(status, error.path("code").asInt());
        assertTrue(error.path("message").asText().contains(reason), response.body());
    }

    @Test
    void takesAPromptOfOneHundredThousandTokens() throws IOException {
        var answer = whole("abc ".repeat(120_000), "\"max_tokens\":2,\"ignore_eos\":true");
        assertEquals(120_007, answer.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void tellsWhatItServes() throws IOException {
        var models = fleet.get(fleet.node().engineUrl().resolve("/v1/models"));
        var card = JSON.readTree(models.body()).at("/data/0");
        assertEquals("llama-3.1-8b", card.path("id").asText());
        assertEquals(131_072, card.path("max_model_len").asInt());
        assertEquals(200, fleet.get(fleet.node().engineUrl().resolve("/health")).statusCode());
        assertTrue(
                fleet.get(fleet.node().engineUrl().resolve("/version")).body().contains("version"));
        var count = fleet.send(fleet.post("/tokenize", "{\"prompt\":\"abcdefghi\"}"));
        assertEquals(3, JSON.readTree(count.body()).path("count").asInt());
        assertEquals(3, JSON.readTree(count.body()).path("tokens").size());
    }
}
