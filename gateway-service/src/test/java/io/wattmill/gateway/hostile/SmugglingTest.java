// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.hostile.Smuggling.Attack;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/**
 * One answer at most, a refusal, the end of the connection, and nothing read behind it: whatever a
 * proxy in front of the gateway took for the end of the request.
 */
class SmugglingTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = withTimeouts("500ms");
    }

    private static Site withTimeouts(String time) {
        return new Site(
                Map.of(
                        "WATTMILL_GATEWAY_HTTP_HEADER_TIMEOUT", time,
                        "WATTMILL_GATEWAY_HTTP_BODY_TIMEOUT", time,
                        "WATTMILL_GATEWAY_HTTP_MAX_BODY_BYTES", "1048576"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static String hidden(Site site) {
        return "GET /v1/factory HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                + site.adminKey()
                + "\r\n\r\n";
    }

    /** Everything that comes back until the gateway closes the connection. */
    private static String answersTo(Attack attack) {
        return answersTo(attack, site);
    }

    private static String answersTo(Attack attack, Site site) {
        try (RawClient client = new RawClient(site.port())) {
            client.send(attack.text().replace("KEY", site.developerKey()) + hidden(site));
            return client.readAll();
        }
    }

    private static void assertOneRefusal(String all) {
        int answers = all.split("HTTP/[0-9.]+ (?!100)", -1).length - 1;
        assertTrue(answers <= 1, all);
        assertTrue(
                all.isEmpty() || all.matches("(?s)(HTTP/1.1 100 .*)?HTTP/[0-9.]+ (4|501).*"), all);
        assertFalse(all.contains("tokens_per_second"), all);
        assertEquals(0, site.one.received().size(), "an engine was called");
    }

    @ParameterizedTest
    @MethodSource("io.wattmill.gateway.hostile.Smuggling#framing")
    void readsNothingBehindABodyWhoseEndIsInDoubt(Attack attack) {
        assertOneRefusal(answersTo(attack));
    }

    @ParameterizedTest
    @MethodSource("io.wattmill.gateway.hostile.Smuggling#heads")
    void readsNothingBehindAHeadThatIsInDoubt(Attack attack) {
        assertOneRefusal(answersTo(attack));
    }

    @ParameterizedTest
    @MethodSource("io.wattmill.gateway.hostile.Smuggling#refusedEarly")
    void readsNothingBehindARequestThatIsRefusedEarly(Attack attack) {
        assertOneRefusal(answersTo(attack));
    }

    @Test
    void handsAChunkedBodyOnByteForByteAndReadsNothingBehindIt() {
        String body = Site.chat(false, "");
        String chunks =
                "%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\n\r\n"
                        .formatted(7, body.substring(0, 7), body.length() - 7, body.substring(7));
        Attack attack =
                new Attack(
                        "chunks",
                        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\n"
                                + "authorization: Bearer KEY\r\n"
                                + "transfer-encoding: chunked\r\n\r\n"
                                + chunks);
        try (Site patient = withTimeouts("20s")) {
            String all = answersTo(attack, patient);
            assertTrue(all.startsWith("HTTP/1.1 200 "), all);
            assertFalse(all.contains("tokens_per_second"), all);
            String forwarded = patient.one.last().text();
            assertTrue(forwarded.startsWith(body.substring(0, body.length() - 1)), forwarded);
            assertFalse(patient.one.last().headers().containsKey("transfer-encoding"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" POST /x HTTP/1.1", "POST  /x HTTP/1.1", "POST\t/x HTTP/1.1"})
    void takesSpacesAroundTheWordsOfARequestLineForNothingElse(String line) {
        try (Site patient = withTimeouts("20s");
                RawClient client = new RawClient(patient.port())) {
            client.send(line + "\r\nhost: x\r\n\r\n");
            String answer = client.readUntil("}}");
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        }
    }
}
