// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Commands to an emulated node, and what its clients and its agent then see. */
class TroubleOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDLESS =
            "\"stream\":true,\"ignore_eos\":true,\"max_tokens\":100000";
    private static final String SHORT = "\"max_tokens\":2,\"ignore_eos\":true";
    private static final String ENERGY = "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION";

    private final RunningFleet fleet = new RunningFleet("nodes: 2");

    @AfterEach
    void close() {
        fleet.close();
    }

    private HttpResponse<String> send(String command, String body) {
        return fleet.send(request(command, body).build());
    }

    private HttpRequest.Builder request(String command, String body) {
        var uri = fleet.node().deviceMetricsUrl().resolve("/emulator/" + command);
        return HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode obeyed(String command, String body) throws IOException {
        var response = send(command, body);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private InputStream streaming() throws IOException, InterruptedException {
        var handler = HttpResponse.BodyHandlers.ofInputStream();
        var body = fleet.client.send(fleet.chat("go", ENDLESS), handler).body();
        assertTrue(body.read() > 0);
        return body;
    }

    @Test
    void aCrashResetsStreamsAndClosesThePortWhileTheDevicesGoOn() throws Exception {
        var stream = streaming();
        assertEquals("crashed", obeyed("crash", "").path("state").asText());
        assertThrows(IOException.class, stream::readAllBytes);
        var refused =
                fleet.client.sendAsync(
                        fleet.chat("x", SHORT), HttpResponse.BodyHandlers.ofString());
        var failure =
                assertThrows(ExecutionException.class, () -> refused.get(60, TimeUnit.SECONDS));
        assertTrue(failure.getCause() instanceof ConnectException, failure::toString);
        assertEquals(0, fleet.deviceMetric("DCGM_FI_DEV_GPU_UTIL"));
        assertEquals(0, fleet.deviceMetric("DCGM_FI_DEV_FB_USED"));
        double before = fleet.deviceMetric(ENERGY);
        Await.until(() -> fleet.deviceMetric(ENERGY) > before, "idle energy");
    }

    @Test
    void anEngineThatIsRestoredIsEmptyAndAtTheSamePlace() throws Exception {
        var prompt = "abc ".repeat(400);
        fleet.send(fleet.chat(prompt, SHORT));
        var warm = fleet.send(fleet.chat(prompt, SHORT));
        assertTrue(warm.body().contains("\"cached_tokens\":400"), warm.body());
        double energy = fleet.deviceMetric(ENERGY);
        obeyed("crash", "");
        obeyed("crash", "");
        assertEquals("serving", obeyed("restore", "").path("state").asText());
        assertEquals(0, fleet.engineMetric("vllm:prompt_tokens_total"));
        var cold = fleet.send(fleet.chat(prompt, SHORT));
        assertEquals(200, cold.statusCode());
        assertTrue(cold.body().contains("\"cached_tokens\":0"), cold.body());
        assertTrue(fleet.deviceMetric(ENERGY) >= energy);
    }

    @Test
    void anEngineThatHangsTakesRequestsAndNeverAnswers() throws Exception {
        var stream = streaming();
        assertEquals("hung", obeyed("hang", "").path("state").asText());
        var unanswered =
                fleet.client.sendAsync(
                        fleet.chat("x", SHORT), HttpResponse.BodyHandlers.ofString());
        // A round trip through the same node's other port: the request has had its chance.
        assertEquals(0, fleet.deviceMetric("DCGM_FI_DEV_GPU_UTIL"));
        assertFalse(unanswered.isDone());
        obeyed("restore", "");
        assertThrows(ExecutionException.class, () -> unanswered.get(60, TimeUnit.SECONDS));
        assertThrows(IOException.class, stream::readAllBytes);
        assertEquals(200, fleet.send(fleet.chat("x", SHORT)).statusCode());
    }

    @Test
    void aSlowEngineTakesLongerAndARestoredOneDoesNot() throws Exception {
        double normal = secondsOf(SHORT);
        assertEquals(8, obeyed("slow", "{\"factor\": 8}").path("slow_factor").asDouble());
        assertEquals(8 * normal, secondsOf(SHORT), normal / 100);
        obeyed("restore", "");
        assertEquals(normal, secondsOf(SHORT), normal / 100);
    }

    /** By the engine's own clock: the modelled time of one answer. */
    private double secondsOf(String fields) {
        var metric = "vllm:e2e_request_latency_seconds_sum";
        double before = fleet.engineMetric(metric);
        fleet.send(fleet.chat("hello", fields));
        return fleet.engineMetric(metric) - before;
    }

    @Test
    void commandsConcernOneNode() throws Exception {
        obeyed("crash", "");
        var other = fleet.fleet.addresses().getLast().engineUrl().resolve("/health");
        assertEquals(200, fleet.get(other).statusCode());
    }

    @Test
    void refusesWhatIsNoCommandAndWhoIsNotOfThisHost() {
        assertEquals(404, send("explode", "").statusCode());
        for (var body : new String[] {"", "{}", "{\"factor\": 0.5}", "{\"factor\": 1e9}", "[1]"}) {
            assertEquals(400, send("slow", body).statusCode(), body);
        }
        assertEquals(400, send("slow", "{\"speed\": 2}").statusCode());
        var page = request("crash", "").header("origin", "https://example.org").build();
        assertEquals(403, fleet.send(page).statusCode());
        assertEquals(413, send("slow", " ".repeat(2_000)).statusCode());
        assertEquals(200, fleet.get(fleet.node().engineUrl().resolve("/health")).statusCode());
    }
}
