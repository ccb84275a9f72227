// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.cli.Wattmill;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;

/**
 * A tier's terms decide where a request goes, and `explain` tells them. The suite is its own: a
 * router learns from every request, and here it shall know of none but these.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacedByTierTest {
    private static final int LONG = 4_000;
    private static final int SHORT = 20;
    private static final int WIDTH = 80;

    /** First tokens this close decide nothing at an SLO of 1 ms. */
    private static final double EQUAL_MS = 2;

    private LiveSuite suite;

    @BeforeAll
    void start() throws Exception {
        suite = LiveSuite.start();
    }

    @AfterAll
    void stop() throws Exception {
        if (suite != null) {
            suite.close();
        }
    }

    private HttpResponse<InputStream> ask(String tier, int tokens) {
        return suite.developer().stream(tier, Api.MODEL, "a question of a " + tier, tokens);
    }

    /** A request of this tier, served to its end. */
    private JsonNode served(String tier) throws IOException {
        var reply = ask(tier, SHORT);
        try (var body = reply.body()) {
            body.readAllBytes();
        }
        return suite.developer().ledger(id(reply));
    }

    private static String id(HttpResponse<?> reply) {
        return reply.headers().firstValue("x-request-id").orElseThrow();
    }

    private static String node(JsonNode request) {
        return request.at("/placement/node_id").asText();
    }

    /**
     * The idle engine, or the busy one if that is the one with the earlier first token by what the
     * router predicted: it has learned of both from the requests of other tests too.
     */
    private static boolean keepsAway(JsonNode request, String busy) {
        var earliest = Double.MAX_VALUE;
        var chosen = Double.MAX_VALUE;
        for (var candidate : request.at("/placement/candidates")) {
            if (candidate.path("excluded_because").isNull()) {
                earliest = Math.min(earliest, firstTokenMs(candidate));
            }
            if (candidate.path("chosen").asBoolean()) {
                chosen = firstTokenMs(candidate);
            }
        }
        return !node(request).equals(busy) || chosen <= earliest + EQUAL_MS;
    }

    private static double firstTokenMs(JsonNode candidate) {
        return candidate.path("ttft_p90_ms").asDouble();
    }

    @Test
    void batchJoinsTheBusyEngineAndATightSloGoesElsewhere() throws IOException {
        var busy = ask("batch", LONG);
        JsonNode batch;
        JsonNode urgent;
        try (var running = busy.body()) {
            assertTrue(running.read() >= 0, "it has begun");
            batch = served("batch");
            urgent = served("urgent");
        }
        assertEquals("efficiency", batch.at("/placement/mode").asText());
        assertEquals(60_000, batch.at("/placement/slo/ttft_ms").asInt());
        assertEquals(900, batch.at("/placement/slo/tpot_cap_ms").asInt());
        assertEquals("balanced", urgent.at("/placement/mode").asText());
        assertEquals(node(suite.developer().ledger(id(busy))), node(batch));
        assertTrue(keepsAway(urgent, node(batch)), urgent::toPrettyString);
        assertTrue(batch.at("/placement/regret/latency_ms").isNumber(), batch::toPrettyString);

        var story = explained(batch);
        assertTrue(story.contains("mode efficiency"), story);
        assertTrue(story.contains("SLO TTFT 60 s, TPOT 500 ms, at most 900 ms"), story);
        assertTrue(story.contains("least joules that meet the SLO"), story);
        assertTrue(story.contains("\nregret"), story);
        assertTrue(explained(urgent).contains("least late"), explained(urgent));
    }

    private String explained(JsonNode request) {
        var out = new StringWriter();
        var code =
                Wattmill.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute(
                                "explain",
                                request.path("id").asText(),
                                "--url",
                                suite.url().toString(),
                                "--key",
                                suite.keys().admin());
        assertEquals(0, code);
        for (var line : out.toString().split("\n")) {
            assertTrue(line.length() <= WIDTH, line);
        }
        return out.toString();
    }
}
