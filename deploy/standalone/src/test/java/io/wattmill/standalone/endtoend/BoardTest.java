// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.cli.Wattmill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** `explain`, `top`, outcomes and `/v1/factory` on a live suite. */
@ExtendWith(SharedSuite.class)
class BoardTest {
    private static final int WIDTH = 80;
    private final LiveSuite suite;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    BoardTest(LiveSuite suite) {
        this.suite = suite;
    }

    private String request() {
        var reply = suite.developer().chat(Api.MODEL, "explain me", 40);
        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        suite.developer().ledger(id);
        return id;
    }

    @Test
    void explainsARequestInWordsAndAsJson() {
        var id = request();
        assertEquals(0, run("explain", id), err::toString);
        var story = out.toString();
        for (var head :
                List.of(
                        "request", "placed", "served", "tokens", "energy", "money", "ledger",
                        "outcome")) {
            assertTrue(story.contains("\n" + head) || story.startsWith(head), story);
        }
        assertTrue(story.contains("▸ "), story);
        assertTrue(story.contains("not reported"), story);
        requireNarrowAndPlain(story);

        assertEquals(0, run("explain", id, "--json"));
        assertEquals(id, Api.parse(out.toString()).path("id").asText());

        assertEquals(1, run("explain", "00000000-0000-7000-8000-000000000000"));
        assertTrue(err.toString().contains("No settled request"), err::toString);
    }

    @Test
    void namesTheBlockThatARequestWasSealedIn() {
        var id = request();
        var sealed =
                Patience.until(
                        () -> suite.admin().json("/v1/requests/" + id),
                        request -> request.path("block").isObject(),
                        "sealed");
        var root = sealed.at("/block/merkle_root").asText();
        assertEquals(64, root.length(), sealed::toPrettyString);
        assertEquals(0, run("explain", id), err::toString);
        assertTrue(out.toString().contains(root.substring(0, 8)), out::toString);
    }

    @Test
    void aSeriesIsImportedOnceAndItsErrorsNameTheLine(@TempDir Path folder) throws IOException {
        var file =
                Files.writeString(folder.resolve("p.csv"), "hour,value\n2020-01-01T00:00:00Z,1\n");
        String[] command = {"series", "import", file.toString(), "--kind", "price"};
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("1 hours added, 0 revised"), out::toString);
        assertEquals(0, run(command), err::toString);
        assertTrue(out.toString().contains("0 hours added, 0 revised, 1 unch"), out::toString);
        Files.writeString(file, "hour,value\n2020-01-01T00:30:00Z,1\n");
        assertEquals(1, run(command));
        assertTrue(err.toString().contains("line 2: an hour begins"), err::toString);
    }

    @Test
    void anOutcomeIsToldInTheStoryAndOnTheBoard() {
        var id = request();
        var report = "{\"request_id\":\"%s\",\"success\":true,\"score\":0.92,\"label\":\"e2e\"}";
        var reply = suite.developer().post("/v1/outcomes", report.formatted(id));
        assertEquals(200, reply.statusCode(), reply::body);
        assertEquals(0, run("explain", id), err::toString);
        assertTrue(out.toString().contains("success, score 0.92"), out::toString);

        var board =
                Patience.until(
                        () -> suite.admin().json("/v1/factory"),
                        b -> b.path("outcomes").path("by_label").toString().contains("\"e2e\""),
                        "counted");
        var figures = board.path("figures");
        assertTrue(figures.path("joules_per_success").path("value").asDouble() > 0);
        assertTrue(figures.path("charged_per_success").path("value").asDouble() > 0);
    }

    @Test
    void lastIsTheRequestThatWasJustAnswered() {
        for (int i = 0; i < 5; i++) {
            var reply = suite.developer().chat(Api.MODEL, "again", 5);
            var id = reply.headers().firstValue("x-request-id").orElseThrow();
            var last = suite.developer().get("/v1/requests/last");
            assertEquals(200, last.statusCode(), last::body);
            assertEquals(id, Api.parse(last.body()).path("id").asText());
        }
    }

    @Test
    void rowsOfModelsAndTiersSayWhatOperatorsAsk() {
        request();
        var board = suite.admin().json("/v1/factory");
        for (JsonNode model : board.path("models")) {
            assertTrue(model.has("tokens_per_joule"), model::toString);
            var bound = model.path("bound_by");
            assertTrue(
                    bound.path("value").isTextual() || bound.path("reason").isTextual(),
                    bound::toString);
        }
        var tier = board.path("slo").path("tiers").path(0);
        assertEquals("default", tier.path("tier").asText());
        assertTrue(tier.path("objective").asDouble() > 0, tier::toString);
        assertEquals(1, board.path("services").path("gateways").asInt());
        assertEquals(1, board.path("services").path("routers").asInt());
        for (JsonNode column : board.path("columns")) {
            assertFalse(column.path("source").asText().isEmpty(), column::toString);
            assertFalse(column.path("unit").asText().isEmpty(), column::toString);
        }
    }

    @Test
    void tellsHowWellTheRouterPredicts() {
        suite.developer().wholeStream(Api.MODEL, "how well do you know", 20); // has a first token
        var found =
                Patience.until(
                        () -> suite.admin().json("/v1/factory").findValues("class_ttft"),
                        classes -> classes.stream().anyMatch(JsonNode::isObject),
                        "predicted");
        for (JsonNode quality : found.stream().filter(JsonNode::isObject).toList()) {
            assertTrue(quality.path("observed").asInt() > 0, quality::toString);
            assertTrue(quality.path("bias").asDouble() > 0, quality::toString);
            var below = quality.path("below_p90").asDouble();
            assertTrue(below >= 0 && below <= 1, quality::toString);
        }
    }

    @Test
    void everyFigureOfTheFactorySaysWhatItRestsOn() {
        request();
        var board =
                Patience.until(
                        () -> suite.admin().json("/v1/factory"),
                        b ->
                                b.path("figures").path("tokens_per_joule").path("value").asDouble()
                                        > 0,
                        "live");
        for (JsonNode figure : board.path("figures")) {
            assertFalse(figure.path("source").asText().isEmpty(), figure::toString);
            assertTrue(
                    List.of("measured", "estimated", "twin")
                            .contains(figure.path("trust").asText()),
                    figure::toString);
            assertTrue(
                    figure.path("value").isNumber() || !figure.path("reason").asText().isEmpty(),
                    figure::toString);
        }
        var shares = 0.0;
        for (var part : List.of("useful", "busy", "idle", "stranded")) {
            shares += board.path("utilization").path(part).path("share").asDouble();
        }
        assertEquals(1.0, shares, 1e-4, board.path("utilization")::toString);
        assertTrue(board.path("figures").path("uptime").path("value").isNumber());
    }

    @Test
    void topTakesOneLook() {
        request();
        assertEquals(0, run("top", "--once"), err::toString);
        var text = out.toString();
        assertTrue(text.startsWith("wattmill top"), text);
        for (var part : List.of("tokens/s", "SLO", "useful", "MODEL", "TENANT", "NODE", "demo")) {
            assertTrue(text.contains(part), text);
        }
        requireNarrowAndPlain(text);
        assertEquals(0, run("top", "--once", "--filter", "no such row"));
        assertFalse(out.toString().contains("demo"), out::toString);
    }

    @Test
    void saysWhatIsWrongWithTheSiteOrTheKey() {
        assertEquals(1, execute("top", "--once", "--url", "http://127.0.0.1:1", "--key", "x"));
        assertTrue(err.toString().contains("is the suite up?"), err::toString);
        assertEquals(
                1,
                execute(
                        "top",
                        "--once",
                        "--url",
                        suite.url().toString(),
                        "--key",
                        suite.keys().developer()));
        assertTrue(err.toString().contains("lacks the scope 'admin'"), err::toString);
    }

    private static void requireNarrowAndPlain(String text) {
        assertFalse(text.contains("\033"), text);
        for (var line : text.split("\n")) {
            assertTrue(line.length() <= WIDTH, line);
        }
    }

    private int run(String... words) {
        var all = Arrays.copyOf(words, words.length + 4);
        all[words.length] = "--url";
        all[words.length + 1] = suite.url().toString();
        all[words.length + 2] = "--key";
        all[words.length + 3] = suite.keys().admin();
        return execute(all);
    }

    private int execute(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Wattmill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }
}
