// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** A fleet on free ports with a client beside it. */
final class RunningFleet implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Vertx vertx = Vertx.vertx();
    final ServiceContext services;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final EmulatedFleet fleet;

    /** Starts a fleet with these settings of the section {@code emulator}, as YAML. */
    RunningFleet(String settings) {
        this(settings, Clock.system(), Ticker.system());
    }

    /** The same in a time of its own. */
    RunningFleet(String settings, Clock clock, Ticker ticker) {
        services = ServiceContext.of(vertx).with(clock, ticker);
        var yaml = "emulator: {" + settings + "}";
        var config = Configuration.parse(yaml, Map.of()).section("emulator", EmulatorConfig.class);
        fleet = new EmulatedFleet(services, config);
        Await.await(fleet.start());
    }

    EmulatedNodeAddress node() {
        return fleet.addresses().getFirst();
    }

    /** A chat request of one user message, with further fields. */
    HttpRequest chat(String content, String fields) {
        var body =
                "{\"model\":\"llama-3.1-8b\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
                        .formatted(content, fields.isEmpty() ? "" : "," + fields);
        return post("/v1/chat/completions", body);
    }

    HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(node().engineUrl().resolve(path))
                .header("content-type", "application/json")
                .header("x-request-id", "req-1")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer that is good. */
    JsonNode json(HttpRequest request) throws IOException {
        return JSON.readTree(good(request).body());
    }

    /** The events of an answer that is good. */
    SseAnswer events(HttpRequest request) {
        var response = good(request);
        var type = response.headers().firstValue("content-type").orElse("");
        assertTrue(type.startsWith("text/event-stream"), type);
        return SseAnswer.of(response.body());
    }

    private HttpResponse<String> good(HttpRequest request) {
        var response = send(request);
        assertEquals(200, response.statusCode(), response.body());
        return response;
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    /** The sum of an engine metric over its label sets, from {@code /metrics}. */
    double engineMetric(String name) {
        return sum(get(node().engineUrl().resolve("/metrics")).body(), name);
    }

    /** The sum of a device metric over the node's GPUs. */
    double deviceMetric(String name) {
        return sum(get(node().deviceMetricsUrl()).body(), name);
    }

    private static double sum(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    @Override
    public void close() {
        client.shutdownNow();
        Await.await(fleet.stop());
        Await.await(vertx.close());
    }
}
