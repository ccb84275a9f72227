// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.kit.testing.Await;
import io.wattmill.standalone.board.ExplainText;
import io.wattmill.standalone.board.Ink;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/**
 * From the gateway, which asks for a prompt's tokens, over the router, which hears the engines'
 * caches, to what the engines find: the three name the same blocks.
 */
@Timeout(600)
class KvEventsTest {
    private static final int TURNS = 6;
    private static final long BLOCK_TOKENS = 16;

    private static final Map<String, String> EXACT =
            Map.of(
                    "WATTMILL_TWIN_EMULATOR_ENGINE_KV_EVENTS", "maps",
                    "WATTMILL_GATEWAY_TOKENS_OTHERS", "engine",
                    "WATTMILL_GATEWAY_TOKENS_TIMEOUT", "60s",
                    "WATTMILL_ROUTER_PLACEMENT_PREFIX_EXPIRY", "1ms");

    private static long sum(JsonNode nodes, String figure) {
        return nodes.findValues("kv_events").stream()
                .mapToLong(heard -> heard.path(figure).asLong())
                .sum();
    }

    private static long most(JsonNode nodes, String figure) {
        return nodes.findValues("kv_events").stream()
                .mapToLong(heard -> heard.path(figure).asLong())
                .max()
                .orElse(0);
    }

    private static long exact(JsonNode nodes) {
        return nodes.findValues("kv_events").stream()
                .filter(heard -> heard.path("state").asText().equals("exact"))
                .count();
    }

    @Test
    void whatTheRouterExpectsIsWhatTheEnginesFind() throws Exception {
        try (var suite = LiveSuite.start(EXACT)) {
            var admin = suite.admin();
            Await.until(
                    () -> exact(admin.json("/admin/nodes")) == 2,
                    "both engines are heard",
                    Patience.LIMIT);
            var prompt = new StringBuilder("Once upon a time ".repeat(60));
            long found = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                var answer = suite.developer().chat(Api.MODEL, prompt.toString(), 4);
                assertEquals(200, answer.statusCode(), answer.body());
                var usage = Api.parse(answer.body()).path("usage");
                found += usage.at("/prompt_tokens_details/cached_tokens").asLong();
                prompt.append("and then it went on and on for another while, ".repeat(10));
                int seen = turn + 1;
                Await.until(
                        () -> sum(admin.json("/admin/nodes"), "requests") == seen,
                        "the request is compared",
                        Patience.LIMIT);
                long blocks = usage.path("prompt_tokens").asLong() / BLOCK_TOKENS;
                Await.until(
                        () -> most(admin.json("/admin/nodes"), "blocks") >= blocks,
                        "the router has heard of the prompt's blocks",
                        Patience.LIMIT);
            }
            var nodes = admin.json("/admin/nodes");
            assertTrue(found > 1_000, "turns find what was before: " + found);
            assertEquals(found, sum(nodes, "reported_tokens"), nodes::toPrettyString);
            assertEquals(found, sum(nodes, "expected_tokens"), nodes::toPrettyString);
            assertEquals(0, sum(nodes, "missed_tokens"), nodes::toPrettyString);
            var explained = suite.developer().ledger("last");
            explained
                    .at("/placement/candidates")
                    .forEach(one -> assertEquals("engine", one.path("prefix_hit_by").asText()));
            var story = ExplainText.of(explained, Ink.PLAIN);
            assertTrue(story.contains("prefix as the engines tell it"), story);
        }
    }
}
