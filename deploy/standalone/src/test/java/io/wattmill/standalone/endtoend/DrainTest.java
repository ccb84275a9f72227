// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A node that drains finishes its streams, takes nothing new, says so, and comes back slowly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrainTest {
    private static final int STREAMS = 4;
    private static final int LONG = 1_500;
    private static final int SHORT = 5;

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

    private JsonNode node(String id) {
        for (JsonNode node : suite.admin().json("/admin/nodes").path("list")) {
            if (node.path("node_id").asText().equals(id)) {
                return node;
            }
        }
        throw new AssertionError("no node " + id);
    }

    private void control(String id, String what) {
        var reply = suite.admin().post("/admin/nodes/" + id + "/" + what, "");
        assertEquals(2, reply.statusCode() / 100, reply::body);
    }

    private static String id(HttpResponse<?> reply) {
        return reply.headers().firstValue("x-request-id").orElseThrow();
    }

    /** All side by side, so that on a slow machine the first still runs when the last begins. */
    private List<HttpResponse<InputStream>> begun() throws InterruptedException {
        List<Callable<HttpResponse<InputStream>>> calls =
                IntStream.range(0, STREAMS).mapToObj(this::begin).toList();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }

    private Callable<HttpResponse<InputStream>> begin(int n) {
        return () -> {
            var stream = suite.developer().stream(Api.MODEL, "a long question " + n, LONG);
            assertTrue(stream.body().read() >= 0, "it has begun");
            return stream;
        };
    }

    private JsonNode placement(String requestId) {
        return suite.developer().ledger(requestId).path("placement");
    }

    /** The node that has most of the streams, as the fleet is seen while they run. */
    private String busiest() {
        var nodes =
                Patience.until(
                        () -> suite.admin().json("/admin/nodes").path("list"),
                        all -> {
                            int sum = 0;
                            for (JsonNode node : all) {
                                sum += node.path("in_flight").asInt();
                            }
                            return sum == STREAMS;
                        },
                        "all streams are seen");
        JsonNode most = nodes.path(0);
        for (JsonNode node : nodes) {
            most = node.path("in_flight").asInt() > most.path("in_flight").asInt() ? node : most;
        }
        return most.path("node_id").asText();
    }

    @Test
    void finishesItsStreamsTakesNothingNewAndComesBackSlowly() throws Exception {
        var streams = begun();
        var drained = busiest();
        control(drained, "drain");
        var draining =
                Patience.until(
                        () -> node(drained),
                        seen -> seen.path("state").asText().equals("draining"),
                        "it drains");
        assertTrue(draining.path("reason").asText().endsWith(" left"), draining::toString);

        JsonNode meanwhile = served();
        assertNotEquals(drained, meanwhile.path("node_id").asText());
        assertTrue(excluded(meanwhile, drained).startsWith("draining since "), meanwhile::toString);
        finish(streams);
        Patience.until(
                () -> node(drained),
                seen -> seen.path("reason").asText().endsWith(", empty"),
                "it is empty");
        assertEquals("draining", node(drained).path("state").asText());

        control(drained, "resume");
        var back =
                Patience.until(
                        () -> node(drained),
                        seen -> seen.path("state").asText().equals("serving"),
                        "it serves");
        double share = back.path("engines").path(0).path("slow_start_share").asDouble();
        assertTrue(share < 0.5, "it starts slowly: " + share);
    }

    private JsonNode served() {
        var reply = suite.developer().wholeStream(Api.MODEL, "a question meanwhile", SHORT);
        assertEquals(200, reply.statusCode(), reply::body);
        return placement(id(reply));
    }

    private static String excluded(JsonNode placement, String node) {
        for (JsonNode candidate : placement.path("candidates")) {
            if (candidate.path("node_id").asText().equals(node)) {
                return candidate.path("excluded_because").asText();
            }
        }
        return "";
    }

    private void finish(List<HttpResponse<InputStream>> streams) throws IOException {
        for (var stream : streams) {
            try (var body = stream.body()) {
                var rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.endsWith("[DONE]\n\n"), "a stream was cut");
            }
            JsonNode request = suite.developer().ledger(id(stream));
            assertEquals(LONG, request.at("/tokens/output").asInt(), request::toString);
            assertEquals(1, request.path("attempts").size(), "nobody took it over");
        }
    }
}
