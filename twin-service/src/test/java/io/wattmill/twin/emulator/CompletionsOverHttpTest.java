// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.net.http.HttpRequest;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletionsOverHttpTest {
    private static final String FIVE = "\"max_tokens\":5,\"ignore_eos\":true";
    private RunningFleet fleet;

    @BeforeAll
    void start() {
        fleet = new RunningFleet("nodes: 1, speed: 50, seed: 7");
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private HttpRequest request(String prompt, String fields) {
        var body = "{\"model\":\"llama-3.1-8b\",\"prompt\":" + prompt + "," + fields + "}";
        return fleet.post("/v1/completions", body);
    }

    private JsonNode whole(String prompt, String fields) throws IOException {
        return fleet.json(request(prompt, fields));
    }

    @Test
    void aTextPromptIsContinued() throws IOException {
        var answer = whole("\"abcdefgh\"", FIVE);
        assertEquals("text_completion", answer.path("object").asText());
        assertEquals("cmpl-req-1", answer.path("id").asText());
        assertEquals(5, answer.at("/choices/0/text").asText().split(" ", -1).length);
        assertTrue(answer.at("/choices/0/logprobs").isNull());
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(2, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(5, answer.at("/usage/completion_tokens").asInt());
        assertEquals(
                16, whole("\"x\"", "\"ignore_eos\":true").at("/usage/completion_tokens").asInt());
    }

    @Test
    void everyPromptHasItsChoicesInOrder() throws IOException {
        var answer = whole("[\"abcd\",\"efghijkl\"]", "\"n\":2," + FIVE);
        assertEquals(4, answer.path("choices").size());
        for (int i = 0; i < 4; i++) {
            assertEquals(i, answer.at("/choices/" + i + "/index").asInt());
        }
        assertEquals(3, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(20, answer.at("/usage/completion_tokens").asInt());
        var second = whole("\"efghijkl\"", "\"n\":2," + FIVE);
        assertEquals(second.at("/choices/0/text"), answer.at("/choices/2/text"));
        assertEquals(second.at("/choices/1/text"), answer.at("/choices/3/text"));
    }

    @Test
    void tokensAreAPromptToo() throws IOException {
        assertEquals(3, whole("[11,12,13]", FIVE).at("/usage/prompt_tokens").asInt());
        var two = whole("[[11,12,13],[4]]", FIVE);
        assertEquals(2, two.path("choices").size());
        assertEquals(4, two.at("/usage/prompt_tokens").asInt());
    }

    @Test
    void anEchoBeginsWithThePromptStreamedOrNot() throws IOException {
        var plain = whole("\"once upon\"", FIVE).at("/choices/0/text").asText();
        var echoed = whole("\"once upon\"", "\"echo\":true," + FIVE);
        assertEquals("once upon" + plain, echoed.at("/choices/0/text").asText());
        assertEquals(5, echoed.at("/usage/completion_tokens").asInt());
        var streamed = stream("\"once upon\"", "\"echo\":true," + FIVE);
        assertEquals("once upon" + plain, text(streamed, 0));
    }

    @Test
    void aStreamHasTheWholesTextAndUsageWhenAsked() throws IOException {
        var fields = "\"n\":2,\"stream_options\":{\"include_usage\":true}," + FIVE;
        var streamed = stream("\"once\"", fields);
        var whole = whole("\"once\"", "\"n\":2," + FIVE);
        assertEquals(whole.at("/choices/0/text").asText(), text(streamed, 0));
        assertEquals(whole.at("/choices/1/text").asText(), text(streamed, 1));
        assertEquals("text_completion", streamed.last().path("object").asText());
        assertEquals(10, streamed.last().at("/usage/completion_tokens").asInt());
        assertEquals(1, streamed.last().at("/usage/prompt_tokens").asInt());
    }

    private SseAnswer stream(String prompt, String fields) {
        return fleet.events(request(prompt, "\"stream\":true," + fields));
    }

    private static String text(SseAnswer answer, int choice) {
        return answer.chunks().stream()
                .map(c -> c.path("choices").path(0))
                .filter(c -> c.path("index").asInt(-1) == choice)
                .map(c -> c.path("text").asText())
                .reduce("", String::concat);
    }

    @Test
    void logprobsComeInListsOfEqualLength() throws IOException {
        var logprobs = whole("\"once\"", "\"logprobs\":3," + FIVE).at("/choices/0/logprobs");
        for (var list : new String[] {"tokens", "token_logprobs", "text_offset", "top_logprobs"}) {
            assertEquals(5, logprobs.path(list).size(), list);
        }
        assertTrue(logprobs.at("/token_logprobs/0").asDouble() < 0);
        assertEquals(
                logprobs.at("/tokens/0").asText().length(), logprobs.at("/text_offset/1").asInt());
    }

    @Test
    void aStopStringEndsItAndIsNamed() throws IOException {
        var free = whole("\"stop\"", "\"max_tokens\":20,\"ignore_eos\":true");
        var word = free.at("/choices/0/text").asText().split(" ", -1)[8];
        var stopped = whole("\"stop\"", "\"max_tokens\":20,\"stop\":\" " + word + "\"");
        assertEquals("stop", stopped.at("/choices/0/finish_reason").asText());
        assertEquals(" " + word, stopped.at("/choices/0/stop_reason").asText());
    }

    @Test
    void refusesWhatVllmRefuses() {
        assertRefused("{\"model\":\"llama-3.1-8b\"}", "'prompt' is required");
        assertRefused("{\"model\":\"llama-3.1-8b\",\"prompt\":[]}", "must not be empty");
        assertRefused("{\"model\":\"llama-3.1-8b\",\"prompt\":[1,\"a\"]}", "mixes");
        assertRefused("{\"model\":\"llama-3.1-8b\",\"prompt\":\"a\",\"suffix\":\"b\"}", "'suffix'");
        assertRefused(
                "{\"model\":\"llama-3.1-8b\",\"prompt\":[\"a\",\"b\"],\"n\":600}", "up to 1024");
    }

    private void assertRefused(String body, String reason) {
        var response = fleet.send(fleet.post("/v1/completions", body));
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains(reason), response.body());
    }
}
