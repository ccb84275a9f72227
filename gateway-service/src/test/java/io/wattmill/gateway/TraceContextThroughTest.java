// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Collector;
import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** The trace that a caller is in goes on where nothing is recorded, and is told in the log. */
class TraceContextThroughTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "true"));
    }

    @AfterEach
    void reset() {
        site.reset();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String told(ScriptedEngine engine) {
        return engine.last().headers().getOrDefault("traceparent", "");
    }

    @Test
    void tellsEveryAttemptOfTheCallersTraceUnderASpanIdOfItsOwn() {
        site.one.does(new Script.Status(503, "full"));
        String[] headers = {"traceparent", CALLER, "tracestate", "a=1"};
        assertEquals(200, site.post(CHAT, Site.chat(true, ""), headers).statusCode());
        String first = told(site.one);
        String second = told(site.two);
        assertTrue(first.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), first);
        assertTrue(second.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), second);
        assertNotEquals(first, second);
        assertNotEquals(CALLER, first);
        assertEquals("a=1", site.two.last().headers().get("tracestate"));
    }

    @Test
    void tellsNobodyOfATraceThatNobodyBegan() {
        assertEquals(200, site.post(CHAT, Site.chat(true, "")).statusCode());
        assertFalse(site.one.last().headers().containsKey("traceparent"));
        assertFalse(site.one.last().headers().containsKey("tracestate"));
    }

    @Test
    void takesAContextThatCannotBeReadForNone() {
        String[] headers = {"traceparent", CALLER + "-more", "tracestate", "a=1"};
        assertEquals(200, site.post(CHAT, Site.chat(true, ""), headers).statusCode());
        assertFalse(site.one.last().headers().containsKey("traceparent"));
        assertFalse(site.one.last().headers().containsKey("tracestate"));
    }

    @Test
    void tellsServicesBehindTheGateway() {
        assertEquals(
                207,
                site.send(
                                "GET",
                                "/v1/organization/costs",
                                site.developerKey(),
                                "",
                                "traceparent",
                                CALLER)
                        .statusCode());
        String told = site.backendCalls.getLast().getString("traceparent");
        assertTrue(told.matches("00-" + TRACE + "-[0-9a-f]{16}-01"), told);
    }

    @Test
    void namesTheTraceInTheAccessLog() {
        try (LogLines log = new LogLines()) {
            site.post(CHAT, Site.chat(false, ""), "traceparent", CALLER);
            Await.until(
                    () ->
                            log.lines().stream()
                                    .anyMatch(
                                            line ->
                                                    line.contains("CHAT_COMPLETIONS")
                                                            && line.contains(
                                                                    "trace_id=\"" + TRACE)),
                    "the line");
        }
    }

    @Test
    void recordsNothingOfAKeyThatAsksForNoLog() {
        try (Collector collector = new Collector();
                Site recording =
                        new Site(
                                Map.of(
                                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_ENDPOINT",
                                        collector.url(),
                                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_INTERVAL",
                                        "20ms"))) {
            String key =
                    new Admin(recording, recording.adminKey())
                            .key("demo", Admin.scopes("inference").put("no_log", true))
                            .getString("key");
            String body = Site.chat(false, "");
            var silent = recording.send("POST", CHAT, key, body, "traceparent", CALLER);
            assertEquals(200, silent.statusCode());
            assertTrue(told(recording.one).startsWith("00-" + TRACE), told(recording.one));
            collector.server(Site.requestId(recording.post(CHAT, body)));
            assertFalse(collector.text().contains(Site.requestId(silent)), collector.text());
        }
    }
}
