// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whatever comes as a credential and is none: 401, told no more, written down nowhere. */
class CredentialsTest {

    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 400;
    private static final String CANARY = "kanarienvogel";
    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "true"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String head(String... headers) {
        return "GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    private static String answer(String... headers) {
        try (RawClient client = new RawClient(site.port())) {
            return client.send(head(headers)).readAll();
        }
    }

    private static Stream<String[]> credentials() {
        String good = site.developerKey();
        String long10k = "Bearer wm_dev_" + "a".repeat(10_000);
        return Stream.of(
                new String[] {},
                new String[] {"authorization:"},
                new String[] {"authorization: Bearer"},
                new String[] {"authorization: Bearer "},
                new String[] {"authorization: Basic " + good},
                new String[] {"authorization: " + good},
                new String[] {"authorization: Bearer" + good},
                new String[] {"authorization: Bearer Bearer " + good},
                new String[] {"authorization: Bearer " + good + "x"},
                new String[] {"authorization: Bearer " + good + "," + good},
                new String[] {"authorization: Bearer " + good.toUpperCase(java.util.Locale.ROOT)},
                new String[] {"authorization: Bearer ' OR '1'='1' -- " + CANARY},
                new String[] {"authorization: Bearer wm_dev_'; DROP TABLE api_key; --"},
                new String[] {"authorization: " + long10k},
                new String[] {"authorization: Bearer " + good, "authorization: Bearer " + good},
                new String[] {"authorization: Bearer " + CANARY, "authorization: Bearer " + good},
                new String[] {"authorization: Basic " + CANARY, "x-api-key: " + good},
                new String[] {"x-api-key: " + CANARY},
                new String[] {"x-api-key: " + good, "x-api-key: " + good},
                new String[] {"proxy-authorization: Bearer " + good},
                new String[] {"authorization: Bearer " + unknown()},
                new String[] {"authorization: Bearer \u00e9\u00ff" + CANARY});
    }

    /** A key in form, and nobody's. */
    private static String unknown() {
        return KeyText.create(
                        KeyText.Kind.DEV,
                        CANARY.repeat(3).substring(0, 32).getBytes(StandardCharsets.US_ASCII))
                .text();
    }

    @Test
    void isNobody() throws SQLException {
        try (LogLines log = new LogLines()) {
            credentials()
                    .forEach(
                            headers -> {
                                String shown = String.join(" | ", headers);
                                String answer = answer(headers);
                                assertTrue(answer.startsWith("HTTP/1.1 401"), shown + answer);
                                assertFalse(answer.contains(CANARY), answer);
                            });
            fuzzed().forEach(value -> refused(value));
            String all = String.join("\n", log.lines());
            assertTrue(all.contains("MODELS"), "the access log was on");
            assertFalse(all.contains(CANARY), "a credential was logged");
            assertFalse(all.contains(unknown()), "a credential was logged");
            assertFalse(all.contains(site.developerKey()), "a key was logged");
        }
        assertEquals(2, keys());
        assertEquals(200, site.get("/v1/models", site.developerKey()).statusCode());
    }

    /** Odd bytes are refused as a header already, or as a credential: never let in, never 500. */
    private static void refused(String value) {
        String answer = answer("authorization: Bearer " + value);
        boolean is401 = answer.startsWith("HTTP/1.1 401");
        boolean is400 = answer.startsWith("HTTP/1.1 400");
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c != 127);
        assertTrue(is401 || is400 && !plain, () -> "seed " + SEED + ": " + value + answer);
    }

    private static Stream<String> fuzzed() {
        Random random = new Random(SEED);
        String good = site.developerKey();
        return IntStream.range(0, ROUNDS).mapToObj(_ -> mutated(good, random));
    }

    private static String mutated(String key, Random random) {
        StringBuilder text = new StringBuilder(key);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, odd(text.charAt(at), random));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, (char) (33 + random.nextInt(94)));
                default -> text.append((char) (33 + random.nextInt(94)));
            }
        }
        return text.toString().equals(key) ? key + "x" : text.toString();
    }

    private static char odd(char was, Random random) {
        char other = (char) random.nextInt(256);
        return other == was || other == '\r' || other == '\n' ? '#' : other;
    }

    private static int keys() throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM gateway.api_key")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
