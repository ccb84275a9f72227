// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** More than anybody may send: refused in the API's shape, and never held. */
class FloodTest {

    private static final int MIB = 1 << 20;
    private static final int HELD = 4 * MIB;

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_HTTP_MAX_BODY_BYTES", "1048576",
                                "WATTMILL_GATEWAY_HTTP_MAX_HELD_BYTES", "4194304"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String head(String headers) {
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                + site.developerKey()
                + "\r\n"
                + headers
                + "\r\n";
    }

    private static double metric(String name) {
        String all = site.get("/metrics", site.adminKey()).body();
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + " (.*)$").matcher(all);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    private static double held() {
        return metric("wattmill_gateway_held_body_bytes");
    }

    private static double hits(String limit) {
        return metric("wattmill_limit_hits_total{limit=\"" + limit + "\"}");
    }

    /** Sends until all is sent or the gateway has had enough; what it answered. */
    private static String flood(String head, String piece, int pieces) {
        try (RawClient client = new RawClient(site.port())) {
            client.send(head);
            try {
                for (int i = 0; i < pieces; i++) {
                    client.send(piece);
                }
            } catch (UncheckedIOException _) {
                return ""; // cut while sending
            }
            return client.readAll();
        }
    }

    private static void assertError(String answer, int status) {
        assertTrue(answer.matches("(?s)HTTP/1.[01] " + status + " .*"), answer);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        JsonObject error = new JsonObject(body).getJsonObject("error");
        assertEquals("invalid_request_error", error.getString("type"), body);
        assertTrue(error.getString("message").length() > 10, body);
    }

    @Test
    void refusesABodyOf200MegabytesByItsLength() {
        double before = hits("http.max-body-bytes");
        assertError(flood(head("content-length: 209715200\r\n"), "", 0), 413);
        assertEquals(before + 1, hits("http.max-body-bytes"));
        Await.until(() -> held() == 0, "nothing is held");
    }

    @Test
    void holdsNoMoreOfAnEndlessBodyThanOneMayHave() {
        double before = hits("http.max-body-bytes");
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        String answer = flood(head("transfer-encoding: chunked\r\n"), chunk, 3_200);
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 413 "), answer);
        assertEquals(before + 1, hits("http.max-body-bytes"));
        Await.until(() -> held() == 0, "nothing is held");
    }

    @ParameterizedTest
    @CsvSource({"10 MB header,431", "10 MB of headers,431", "10 MB of request line,414"})
    void refusesHeadsOfTenMegabytes(String what, int status) {
        String answer =
                switch (what) {
                    case "10 MB header" ->
                            flood("GET / HTTP/1.1\r\nhost: x\r\nx: ", "y".repeat(65_536), 160);
                    case "10 MB of headers" ->
                            flood("GET / HTTP/1.1\r\nhost: x\r\n", "x: y\r\n".repeat(10_000), 160);
                    default -> flood("GET /", "y".repeat(65_536), 160);
                };
        assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1.[01] " + status + " .*"), answer);
    }

    @ParameterizedTest
    @CsvSource({"x: yyyy,431", "/,414", "x\u0000: y,400"})
    void saysInTheApisShapeWhatIsWrongWithAHead(String what, int status) {
        String text =
                switch (status) {
                    case 431 ->
                            "GET / HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(20_000) + "\r\n\r\n";
                    case 414 -> "GET /" + "y".repeat(10_000) + " HTTP/1.1\r\nhost: x\r\n\r\n";
                    default -> "GET / HTTP/1.1\r\nhost: x\r\nx\u0000: y\r\n\r\n";
                };
        try (RawClient client = new RawClient(site.port())) {
            String answer = client.send(text).readAll();
            assertError(answer, status);
            assertTrue(answer.contains("x-request-id: "), what + answer);
        }
    }

    @Test
    void holdsNoMoreForAllTogetherThanTheGatewayMayAndGivesItBack() {
        double before = hits("http.max-held-bytes");
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawClient client = new RawClient(site.port());
            slow.add(client.send(head("content-length: 1048576\r\n")).send("x".repeat(500_000)));
        }
        Await.until(() -> hits("http.max-held-bytes") >= before + 8, "eight are refused");
        assertTrue(held() <= HELD, "held " + held());
        slow.forEach(RawClient::close);
        Await.until(() -> held() == 0, "all is given back");
        assertEquals(200, site.post("/v1/chat/completions", Site.chat(false, "")).statusCode());
    }
}
