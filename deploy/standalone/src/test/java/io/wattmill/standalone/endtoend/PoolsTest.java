// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** One emulated node computes prompts, the other one answers. */
class PoolsTest {
    private static LiveSuite suite;

    @BeforeAll
    static void start() throws Exception {
        suite = LiveSuite.start(Map.of("WATTMILL_TWIN_EMULATOR_PREFILL_NODES", "1"));
    }

    @AfterAll
    static void stop() throws Exception {
        suite.close();
    }

    private static JsonNode served(String prompt) {
        HttpResponse<String> reply = suite.developer().wholeStream(Api.MODEL, prompt, 20);
        assertEquals(200, reply.statusCode(), reply.body());
        assertTrue(reply.body().contains("[DONE]"));
        return suite.developer().ledger(reply.headers().firstValue("x-request-id").orElseThrow());
    }

    @Test
    void aLongPromptIsComputedByOneNodeAndAnsweredByTheOther() {
        String prompt = "a word and another ".repeat(1_000);
        JsonNode request = served(prompt);
        JsonNode attempts = request.path("attempts");
        assertEquals(2, attempts.size(), request.toString());
        assertEquals("node-1", attempts.path(0).path("node_id").asText());
        assertEquals("node-2", attempts.path(1).path("node_id").asText());
        assertEquals("node-2", request.path("placement").path("node_id").asText());
        assertTrue(request.path("placement").path("candidates").toString().contains("\"prefill\""));
    }

    @Test
    void aShortOneGoesToTheNodeThatAnswersAlone() {
        JsonNode request = served("hello");
        assertEquals(1, request.path("attempts").size());
        assertEquals("node-2", request.path("attempts").path(0).path("node_id").asText());
    }

    @Test
    void nodesSayWhatTheyCompute() {
        Patience.until(
                () -> suite.admin().json("/admin/nodes").toString(),
                nodes ->
                        nodes.contains("\"role\":\"prefill\"")
                                && nodes.contains("\"role\":\"decode\""),
                "both roles are told");
    }
}
