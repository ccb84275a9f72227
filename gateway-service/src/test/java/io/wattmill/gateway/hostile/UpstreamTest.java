// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;

/**
 * Where a request goes is the router's to say, and what goes with it is a list of ours: nothing
 * that a caller sends chooses an engine or reaches one as a header (CVE-2024-6587 elsewhere).
 */
class UpstreamTest {

    private static final String CHAT = "/v1/chat/completions";

    /** All that an engine is sent. */
    private static final Set<String> OURS =
            Set.of("host", "content-type", "content-length", "accept", "x-request-id");

    private static Site site;
    private static ScriptedEngine thief;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
        thief = ScriptedEngine.start(site.vertx);
    }

    @AfterAll
    static void close() {
        thief.stop();
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        thief.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_base",
                "base_url",
                "api_url",
                "endpoint",
                "custom_host",
                "url",
                "target",
                "provider",
                "x-portkey-custom-host"
            })
    void sendsARequestWhereTheRouterSaysWhateverItsBodySays(String field) {
        String extra = ",\"" + field + "\":\"" + thief.url() + "\"";
        HttpResponse<String> answer = site.post(CHAT, Site.chat(false, extra));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(0, thief.received().size());
        assertEquals(1, site.one.received().size());
    }

    @Test
    void sendsNoHeaderOfACallerOn() {
        String body = Site.chat(true, "");
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nhost: "
                            + thief.url().substring(7)
                            + "\r\nauthorization: Bearer "
                            + site.developerKey()
                            + "\r\nx-portkey-custom-host: "
                            + thief.url()
                            + "\r\nx-forwarded-for: 10.0.0.1\r\nx-forwarded-host: evil\r\n"
                            + "forwarded: for=10.0.0.1\r\nvia: 1.0 evil\r\nte: trailers\r\n"
                            + "proxy-authorization: Basic eDp5\r\nproxy-connection: keep-alive\r\n"
                            + "keep-alive: timeout=999\r\nupgrade: websocket\r\ncookie: a=b\r\n"
                            + "x_request_id: forged\r\nX-Request-Id: forged\r\n"
                            + "x-wattmill-session: mine\r\ncontent-type: text/plain\r\n"
                            + "accept: text/html\r\naccept-encoding: gzip\r\n"
                            + "connection: keep-alive, x-request-id, content-length\r\n"
                            + "content-length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            client.readUntil("[DONE]");
        }
        assertEquals(0, thief.received().size());
        Map<String, String> sent = site.one.last().headers();
        assertEquals(OURS, sent.keySet());
        String id = sent.getOrDefault("x-request-id", "");
        assertTrue(id.matches("[0-9a-f-]{36}-1"), sent.toString());
        assertEquals("application/json", sent.get("content-type"));
        assertEquals(site.one.url().substring(7), sent.get("host"));
    }

    @Test
    void sendsNothingOfACallersProofToAServiceBehind() {
        site.send(
                "GET",
                "/v1/requests/last",
                site.developerKey(),
                "",
                "x-forwarded-for",
                "10.0.0.1",
                "cookie",
                "a=b",
                "x-request-id",
                "forged");
        JsonObject seen = site.backendCalls.getFirst();
        assertNull(seen.getValue("authorization"));
        assertEquals(1, seen.getJsonArray("principals").size());
    }

    @Test
    void doesNotFollowAnEngineThatPointsElsewhere() {
        site.one.does(new Script.Status(307, "elsewhere"));
        HttpResponse<String> answer = site.post(CHAT, Site.chat(false, ""));
        assertEquals(0, thief.received().size());
        assertTrue(answer.statusCode() >= 400 || site.two.received().size() == 1, answer.body());
    }
}
