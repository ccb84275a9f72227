// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Bodies that two readers of JSON could understand differently, or that cost more to read than to
 * send: refused by the gateway, before an engine sees them. {@code RefusalsTest} has those that are
 * plainly wrong.
 */
class BodiesTest {

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    /**
     * A body.
     *
     * @param name what is wrong with it
     * @param bytes sent as they are
     */
    @SuppressWarnings("ArrayRecordComponent") // sent, not compared
    record Body(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Body chat(String name, String extra, Charset charset) {
        return new Body(name, Site.chat(false, extra).getBytes(charset));
    }

    private static Body chat(String name, String extra) {
        return chat(name, extra, StandardCharsets.ISO_8859_1);
    }

    static List<Body> refused() {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            members.append(",\"m").append(i).append("\":1");
        }
        return List.of(
                chat("half a surrogate pair in UTF-8", ",\"x\":\"\u00ed\u00a0\u0080\""),
                chat("overlong slash", ",\"x\":\"\u00c0\u00af\""),
                chat("overlong quote", ",\"x\":\"\u00c0\u00a2\""),
                chat("stray continuation", ",\"x\":\"\u0080\""),
                chat("cut sequence", ",\"x\":\"\u00e2\u0082\""),
                chat("beyond Unicode", ",\"x\":\"\u00f5\u0080\u0080\u0080\""),
                chat("UTF-16", "", StandardCharsets.UTF_16BE),
                chat("UTF-32", "", Charset.forName("UTF-32LE")),
                chat("NaN", ",\"temperature\":NaN"),
                chat("Infinity", ",\"temperature\":Infinity"),
                chat("minus Infinity", ",\"temperature\":-Infinity"),
                chat("leading plus", ",\"seed\":+1"),
                chat("leading zero", ",\"seed\":01"),
                chat("leading dot", ",\"temperature\":.5"),
                chat("hexadecimal", ",\"seed\":0x10"),
                chat("number of 100,000 digits", ",\"seed\":" + "9".repeat(100_000)),
                chat("comment", "/* \"model\": */"),
                chat("line comment", ",\"x\":1 // y\n"),
                chat("single quotes", ",'x':1"),
                chat("bare name", ",x:1"),
                chat("trailing comma", ","),
                chat("tab in a string", ",\"x\":\"a\tb\""),
                chat("unknown escape", ",\"x\":\"\\q\""),
                chat("cut escape", ",\"x\":\"\\u12\""),
                chat("member that comes twice", ",\"model\":\"other\""),
                chat("member that comes twice, once escaped", ",\"mod\\u0065l\":\"other\""),
                chat("escaped member", ",\"\\u0078\":1"),
                chat("name of 100,000 characters", ",\"" + "x".repeat(100_000) + "\":1"),
                chat("200,000 members", members.toString()),
                chat("deep arrays", ",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000)),
                chat("deep objects", ",\"x\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)),
                chat("half a document", ",\"x\":["),
                new Body(
                        "two documents",
                        (Site.chat(false, "") + Site.chat(false, ""))
                                .getBytes(StandardCharsets.UTF_8)),
                new Body(
                        "NUL behind the document",
                        (Site.chat(false, "") + "\u0000").getBytes(StandardCharsets.UTF_8)),
                chat("n of a million", ",\"n\":1000000"),
                chat("n with an exponent", ",\"n\":1e6"),
                chat("n that is a text", ",\"n\":\"2\""),
                chat("negative n", ",\"n\":-1"),
                chat("n beyond 64 bits", ",\"n\":99999999999999999999"),
                chat("max_tokens beyond 64 bits", ",\"max_tokens\":99999999999999999999"),
                chat("negative max_tokens", ",\"max_tokens\":-5"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesInTheApisShapeWhatReadersMayDifferAbout(Body body) {
        try (RawClient client = new RawClient(site.port())) {
            String answer = client.send(head(body.bytes().length)).send(body.bytes()).readAll();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), body + " gave " + answer);
            String json = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            JsonObject error = new JsonObject(json).getJsonObject("error");
            assertEquals("invalid_request_error", error.getString("type"), json);
            assertFalse(error.getString("message").isBlank());
            assertEquals(0, site.one.received().size());
        }
    }

    private static String head(int length) {
        return "POST /v1/chat/completions HTTP/1.1\r\n"
                + "host: x\r\n"
                + "connection: close\r\n"
                + "authorization: Bearer "
                + site.developerKey()
                + "\r\ncontent-length: "
                + length
                + "\r\n\r\n";
    }
}
