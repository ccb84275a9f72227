// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/**
 * Requests that two readers could cut at different places: one answer, an end of the connection,
 * nothing behind it.
 */
class TwoFacedRequestsTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_HEADER_TIMEOUT", "500ms"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String hidden() {
        return "GET /v1/factory HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                + site.adminKey()
                + "\r\n\r\n";
    }

    private static String answerTo(String head, String body) {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    head
                            + "authorization: Bearer "
                            + site.developerKey()
                            + "\r\n\r\n"
                            + body
                            + hidden());
            return client.readAll();
        }
    }

    private static int answers(String all) {
        return all.split("HTTP/1\\.1 ", -1).length - 1;
    }

    @Test
    void readsNothingBehindARequestWithLengthAndChunks() {
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\n"
                        + "host: x\r\n"
                        + "content-length: 200\r\n"
                        + "transfer-encoding: chunked\r\n";
        String all = answerTo(head, "0\r\n\r\n");
        assertEquals(1, answers(all), all);
        assertTrue(all.startsWith("HTTP/1.1 400"), all);
        assertFalse(all.contains("tokens_per_second"), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 0\r\ncontent-length: 7\r\n",
                "content-length: +5\r\n",
                "content-length: -1\r\n",
                "content-length: 0x5\r\n",
                "transfer-encoding: chunked, identity\r\n",
                "transfer-encoding: identity\r\n",
                "transfer-encoding : chunked\r\n",
                "transfer-encoding: xchunked\r\n",
                "host: y\r\n",
                "x-folded: a\r\n b: c\r\ncontent-length: +0\r\n",
                "x-nul: a\u0000b\r\n",
            })
    void refusesAndClosesOn(String header) {
        String all =
                answerTo("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n" + header, "0\r\n\r\n");
        assertTrue(answers(all) <= 1, all);
        assertTrue(all.isEmpty() || all.startsWith("HTTP/1.1 400"), all);
        assertFalse(all.contains("tokens_per_second"), all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10000000000000005\r\n",
                "-1\r\n",
                "zz\r\n",
            })
    void refusesChunkSizesThatAreNone(String size) {
        String all =
                answerTo(
                        "POST /v1/chat/completions HTTP/1.1\r\n"
                                + "host: x\r\n"
                                + "transfer-encoding: chunked\r\n",
                        size);
        assertTrue(answers(all) <= 1, all);
        assertFalse(all.contains("tokens_per_second"), all);
    }

    @Test
    void takesNoChunksFromOldClients() {
        String all =
                answerTo(
                        "POST /v1/chat/completions HTTP/1.0\r\n"
                                + "host: x\r\n"
                                + "transfer-encoding: chunked\r\n",
                        "0\r\n\r\n");
        assertTrue(answers(all) <= 1, all);
        assertFalse(all.contains("tokens_per_second"), all);
    }
}
