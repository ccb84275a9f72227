// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * Engines that do not speak HTTP as they should, or never stop: the caller gets one error in the
 * API's shape within the configured times, and nothing that the engine made up.
 */
class HostileEnginesTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String SSE = OK + "content-type: text/event-stream\r\n";
    private static final String CHUNK =
            "data:"
                + " {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n";

    private static Site site;
    private static RawEngine engine;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RELAY_FIRST_TOKEN_TIMEOUT", "700ms",
                                "WATTMILL_GATEWAY_RELAY_ANSWER_TIMEOUT", "700ms",
                                "WATTMILL_GATEWAY_RELAY_IDLE_TIMEOUT", "700ms",
                                "WATTMILL_GATEWAY_RELAY_TOTAL_TIMEOUT", "1500ms",
                                "WATTMILL_GATEWAY_RELAY_MAX_ANSWER_BYTES", "65536",
                                "WATTMILL_GATEWAY_RELAY_MAX_EVENT_BYTES", "65536"));
        engine = new RawEngine();
    }

    @AfterAll
    static void close() {
        engine.close();
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        site.router.serve("llama", "raw", engine.url());
    }

    /**
     * What an engine does.
     *
     * @param name in words
     * @param answer its first bytes
     * @param forEver what it repeats then; nothing when empty
     */
    record Engine(String name, String answer, String forEver) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Engine> headsAndBodies() {
        return List.of(
                new Engine("hangs up", "", ""),
                new Engine("speaks another language", "220 smtp\r\n\r\n", ""),
                new Engine(
                        "NUL in a header", OK + "x: a\u0000b\r\ncontent-length: 2\r\n\r\n{}", ""),
                new Engine("CR in a header", OK + "x: a\rb\r\ncontent-length: 2\r\n\r\n{}", ""),
                new Engine("header without end", OK + "x: ", "y".repeat(8_192)),
                new Engine("headers without end", OK, "x: y\r\n".repeat(1_000)),
                new Engine(
                        "two lengths", OK + "content-length: 2\r\ncontent-length: 3\r\n\r\n{}", ""),
                new Engine(
                        "length and chunks that differ",
                        OK
                                + "content-length: 9\r\n"
                                + "transfer-encoding: chunked\r\n\r\n"
                                + "2\r\n"
                                + "{}\r\n"
                                + "0\r\n\r\n",
                        ""),
                new Engine("body that is cut", OK + "content-length: 99\r\n\r\n{", ""),
                new Engine("body without end", OK + "\r\n", "y".repeat(8_192)),
                new Engine(
                        "chunks without end",
                        OK + "transfer-encoding: chunked\r\n\r\n",
                        "1000\r\n" + "y".repeat(4_096) + "\r\n"),
                new Engine(
                        "interim answers without end",
                        "",
                        "HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n"),
                new Engine(
                        "another protocol",
                        "HTTP/1.1 101 Switching Protocols\r\n"
                                + "upgrade: x\r\n"
                                + "connection: upgrade\r\n\r\n",
                        ""),
                new Engine(
                        "elsewhere",
                        "HTTP/1.1 302 Found\r\n"
                                + "location: http://169.254.169.254/\r\n"
                                + "content-length: 0\r\n\r\n",
                        ""),
                new Engine("no content", "HTTP/1.1 204 No Content\r\n\r\n", ""),
                new Engine(
                        "compressed",
                        OK + "content-encoding: gzip\r\ncontent-length: 3\r\n\r\n\u001f\u008b\b",
                        ""));
    }

    static List<Engine> streams() {
        return List.of(
                new Engine("comments without end", SSE + "\r\n", ": ping\n\n"),
                new Engine("event without end", SSE + "\r\ndata: ", "y".repeat(8_192)),
                new Engine("empty events without end", SSE + "\r\n", "\n\n\n\n"),
                new Engine("tokens without end", SSE + "\r\n", CHUNK),
                new Engine("not JSON", SSE + "\r\n" + CHUNK + "data: {\"x\n\n", ""),
                new Engine(
                        "JSON that is too deep",
                        SSE + "\r\ndata: " + "[".repeat(5_000) + "\n\n",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("headsAndBodies")
    void answersWithItsOwnErrorWhenAWholeAnswerIsNone(Engine does) {
        engine.says(does.answer(), does.forEver());
        HttpResponse<String> answer = site.post(CHAT, Site.chat(false, ""));
        assertTrue(answer.statusCode() >= 500, answer.statusCode() + answer.body());
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertFalse(error.getString("message").isBlank());
        assertEquals(List.of(), answer.headers().allValues("x"));
        assertEquals(List.of(), answer.headers().allValues("location"));
        assertFailed(answer);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void endsAStreamThatGoesOnForEver(Engine does) {
        engine.says(does.answer(), does.forEver());
        HttpResponse<String> answer = site.post(CHAT, Site.chat(true, ""));
        List<String> events = Site.events(answer.body());
        String last = answer.statusCode() == 200 ? events.getLast() : answer.body();
        assertTrue(new JsonObject(last).containsKey("error"), last);
        assertFalse(answer.body().contains("[DONE]"));
        assertFailed(answer);
    }

    private static void assertFailed(HttpResponse<String> answer) {
        assertEquals(
                Outcome.OUTCOME_FAILED, site.ledger.await(Site.requestId(answer)).getOutcome());
    }
}
