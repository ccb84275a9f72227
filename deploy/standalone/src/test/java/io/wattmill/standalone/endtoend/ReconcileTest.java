// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.cli.Wattmill;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.suite.Serving;
import io.wattmill.standalone.suite.Suite;
import io.wattmill.standalone.suite.SuiteInputs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ledger, gateways and engines of a suite with a life: in windows of a few seconds. */
class ReconcileTest {
    private static final long START_SECONDS = 180;
    private static final String CONFIG =
            """
            billing:
              energy: {gateway-silence: 5s}
              reconciliation: {window: 2s, readings: 1s, interval: 200ms}
            twin:
              emulator: {nodes: 2}
            """;

    @TempDir private Path folder = Path.of("");
    private Optional<FirstKeys> keys = Optional.empty();

    @Test
    void namesEveryDifferenceOfAbortsCrashesRestartsAndStrangers() throws Exception {
        JsonNode strange;
        Suite suite = suite();
        try {
            Serving serving = start(suite);
            serve(developer(serving), 6);
            leave(developer(serving));
            crashUnderWork(serving);
            serve(developer(serving), 6);
            // Between two windows in which nothing runs it is known to the token what is strange.
            reconciledAfter(admin(serving), Instant.now());
            strange = speakToAnEngine(serving);
            reconciledAfter(admin(serving), Instant.now());
        } finally {
            suite.stop().await(START_SECONDS, TimeUnit.SECONDS);
        }
        Suite again = suite();
        try {
            Serving serving = start(again);
            serve(developer(serving), 4);
            JsonNode windows = reconciledAfter(admin(serving), Instant.now());
            assertEquals(0, sum(windows, "unexplained"), windows::toPrettyString);
            assertEquals(1, of(windows, "requests", "foreign"), windows::toPrettyString);
            assertEquals(
                    strange.at("/usage/prompt_tokens").asLong(),
                    of(windows, "prompt_tokens", "foreign"),
                    windows::toPrettyString);
            assertEquals(
                    strange.at("/usage/completion_tokens").asLong(),
                    of(windows, "output_tokens", "foreign"),
                    windows::toPrettyString);
            theCommandShowsItWithJoulesAndMeters(serving);
            Books.requireBalanced(admin(serving));
        } finally {
            again.stop().await(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** An hour before there was anything, and the one that runs; in a zone that the suite has. */
    private void theCommandShowsItWithJoulesAndMeters(Serving serving) throws IOException {
        CalendarEdge.awayFrom(ChronoUnit.HOURS);
        var now = Instant.now().truncatedTo(ChronoUnit.HOURS);
        var before = now.minus(5, ChronoUnit.HOURS);
        var hours = "hour,value%n%s,1.5%n%s,0.25%n".formatted(before, now);
        var file = Files.writeString(folder.resolve("kwh.csv"), hours).toString();
        var imported =
                command(
                        serving,
                        "series",
                        "import",
                        file,
                        "--kind",
                        "meter",
                        "--zone",
                        "zone-a",
                        "--boundary",
                        "facility",
                        "--tolerance",
                        "0.5");
        assertTrue(imported.contains("2 hours added"), imported);
        var shown =
                Patience.until(
                        () -> command(serving, "ledger", "reconcile"),
                        text -> text.contains("kWh facility"),
                        "the hour of the meter is reconciled");
        for (var part :
                List.of(
                        "output tokens",
                        "device J",
                        "meter missing +1.492500, meter tolerance +0.007500",
                        "(+100.00 %)",
                        "zone meter zone-a: waits for end",
                        "nothing unexplained")) {
            assertTrue(shown.contains(part), () -> part + " is not in\n" + shown);
        }
    }

    private String command(Serving serving, String... words) {
        var out = new StringWriter();
        var site =
                Stream.of("--url", serving.url().toString(), "--key", keys.orElseThrow().admin());
        var status =
                Wattmill.commandLine()
                        .setOut(new PrintWriter(out))
                        .execute(Stream.concat(Stream.of(words), site).toArray(String[]::new));
        assertEquals(0, status, out::toString);
        return out.toString();
    }

    private Suite suite() throws IOException {
        var config = Files.writeString(folder.resolve("site.yaml"), CONFIG);
        var inputs =
                new SuiteInputs(
                        new DataFolder(folder.resolve("data")).create(),
                        DataFolder.cache(System.getenv()),
                        Optional.of(config),
                        Map.of(),
                        settings());
        return new Suite(inputs, _ -> {});
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<>(PatientServices.SETTINGS);
        settings.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        return settings;
    }

    private Serving start(Suite suite) throws Exception {
        var serving = suite.start().await(START_SECONDS, TimeUnit.SECONDS);
        keys = keys.or(serving::freshKeys);
        return serving;
    }

    private Api developer(Serving serving) {
        return new Api(serving.url(), keys.orElseThrow().developer());
    }

    private Api admin(Serving serving) {
        return new Api(serving.url(), keys.orElseThrow().admin());
    }

    private static void serve(Api developer, int requests) {
        for (var n = 0; n < requests; n++) {
            assertEquals(200, developer.wholeStream(Api.MODEL, "count me " + n, 30).statusCode());
        }
    }

    /** Reads a few events of a long answer and closes the connection. */
    private static void leave(Api developer) throws IOException {
        var reply = developer.stream(Api.MODEL, "a long story", 3_000);
        try (var lines =
                new BufferedReader(new InputStreamReader(reply.body(), StandardCharsets.UTF_8))) {
            assertEquals(
                    5, lines.lines().filter(line -> line.startsWith("data: ")).limit(5).count());
        }
    }

    /** Asks the engine of the second node directly; what it answered. */
    private static JsonNode speakToAnEngine(Serving serving) {
        var engine = URI.create(serving.fleet().getNodes(1).getEngines(0).getUrl());
        return Api.parse(new Api(engine, "none").chat(Api.MODEL, "between us", 7).body());
    }

    private void crashUnderWork(Serving serving) throws IOException {
        var node = "/twin/emulator/nodes/" + serving.fleet().getNodes(0).getNodeId() + "/";
        var reply = developer(serving).stream(Api.MODEL, "the last words", 2_000);
        try (var body = reply.body()) {
            assertTrue(body.read() >= 0);
            assertEquals(200, admin(serving).post(node + "crash", "{}").statusCode());
        }
        assertEquals(200, admin(serving).post(node + "restore", "{}").statusCode());
    }

    /** Every window, once those that began before an instant are reconciled on both nodes. */
    private static JsonNode reconciledAfter(Api admin, Instant at) {
        return Patience.until(
                        () -> admin.json("/billing/reconciliation?scope=engine&limit=999"),
                        page -> hasPassed(page, "node-1", at) && hasPassed(page, "node-2", at),
                        "reconciled")
                .path("data");
    }

    private static boolean hasPassed(JsonNode page, String node, Instant at) {
        for (var window : page.path("data")) {
            if (window.path("node_id").asText().equals(node)
                    && Instant.parse(window.path("started_at").asText()).isAfter(at)) {
                return true;
            }
        }
        return false;
    }

    private static long sum(JsonNode windows, String cause) {
        long sum = 0;
        for (var window : windows) {
            for (var measure : window.path("measures")) {
                sum += Math.abs(measure.path("source_differences").path(cause).asLong());
                sum += Math.abs(measure.path("gateway_differences").path(cause).asLong());
            }
        }
        return sum;
    }

    private static long of(JsonNode windows, String name, String cause) {
        long sum = 0;
        for (var window : windows) {
            for (var measure : window.path("measures")) {
                if (measure.path("measure").asText().equals(name)) {
                    sum += measure.path("source_differences").path(cause).asLong();
                }
            }
        }
        return sum;
    }
}
