// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.IntStream;

/** What the gateway refuses, and that it says so in OpenAI's shape. */
class RefusalsTest {

    private static final String CHAT = "/v1/chat/completions";

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_HTTP_MAX_BODY_BYTES", "65536",
                                "WATTMILL_GATEWAY_RATES_REFRESH", "100ms",
                                "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT_PER_KEY", "2"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static void assertError(
            HttpResponse<String> response, int status, String type, String code) {
        assertEquals(status, response.statusCode(), response.body());
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertEquals(type, error.getString("type"));
        assertEquals(code, error.getString("code"));
        assertTrue(error.containsKey("param"));
        assertFalse(error.getString("message").isBlank());
        assertEquals(36, Site.requestId(response).length());
    }

    @Test
    void refusesACallWithoutAKey() {
        assertError(
                site.send("POST", CHAT, "", Site.chat(false, "")),
                401,
                "authentication_error",
                "invalid_api_key");
        assertEquals(0, site.one.received().size());
    }

    @Test
    void refusesAKeyThatIsMistypedOrUnknown() {
        String key = site.developerKey();
        char last = key.charAt(key.length() - 1);
        String mistyped = key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');
        assertError(
                site.send("POST", CHAT, mistyped, Site.chat(false, "")),
                401,
                "authentication_error",
                "invalid_api_key");
        String unknown = KeyText.create(KeyText.Kind.DEV, new byte[32]).text();
        assertError(
                site.send("POST", CHAT, unknown, Site.chat(false, "")),
                401,
                "authentication_error",
                "invalid_api_key");
    }

    @Test
    void refusesAKeyWithoutTheScope() {
        assertError(
                site.get("/v1/factory", site.developerKey()),
                403,
                "permission_error",
                "insufficient_scope");
        assertError(
                site.get("/metrics", site.developerKey()),
                403,
                "permission_error",
                "insufficient_scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "nonsense",
                "{\"model\":\"llama\",\"messages\":[{}]} {}",
                "{\"model\":\"llama\",\"messages\":[{}],}",
                "{\"model\":\"llama\",\"messages\":[{}],\"temperature\":NaN}",
                "{\"model\":\"llama\",\"messages\":[\"\u0001\"]}"
            })
    void refusesWhatIsNotJson(String body) {
        assertError(site.post(CHAT, body), 400, "invalid_request_error", "invalid_json");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"model\":\"llama\",\"model\":\"other\",\"messages\":[{}]}`,duplicate_key",
                "`{\"mod\\u0065l\":\"llama\",\"messages\":[{}]}`,escaped_key",
                "`{\"messages\":[{}]}`,missing_required_parameter",
                "`{\"model\":\"llama\"}`,missing_required_parameter",
                "`{\"model\":\"llama\",\"messages\":[ ]}`,invalid_value",
                "`{\"model\":7,\"messages\":[{}]}`,invalid_value",
                "`{\"model\":\"llama\",\"messages\":[{}],\"stream\":1}`,invalid_value",
                "`{\"model\":\"llama\",\"messages\":[{}],\"n\":1000000}`,n_too_large",
                "`{\"model\":\"llama\",\"messages\":[{}],\"n\":0}`,invalid_value",
                "`{\"model\":\"llama\",\"messages\":[{}],\"max_tokens\":2147483648}`,max_tokens_too_large",
                "`{\"model\":\"llama\",\"messages\":[{}],\"max_tokens\":1.5}`,invalid_value",
                "`{\"model\":\"llama\",\"messages\":[{}],\"stream_options\":{}}`,invalid_value",
            })
    void refusesWhatNoEngineShouldSee(String body, String code) {
        assertError(site.post(CHAT, body), 400, "invalid_request_error", code);
        assertEquals(0, site.one.received().size());
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        assertError(
                site.post(CHAT, "{\"model\":\"llama\",\"messages\":" + deep + "}"),
                400,
                "invalid_request_error",
                "invalid_json");
    }

    @Test
    void refusesAModelWithoutAPriceBeforeAnEngineIsCalledWhereBillingSaysSo() {
        site.router.serve("gratis", "node-1", site.one.url());
        String body = Site.chat(false, "").replace("llama", "gratis");
        site.ledger.refuseUnpriced(true);
        Await.until(() -> site.post(CHAT, body).statusCode() == 400, "unpriced is refused");
        int received = site.one.received().size();
        assertError(site.post(CHAT, body), 400, "invalid_request_error", "model_unpriced");
        assertEquals(received, site.one.received().size());
        assertEquals(200, site.post(CHAT, Site.chat(false, "")).statusCode());
        site.ledger.refuseUnpriced(false);
        Await.until(() -> site.post(CHAT, body).statusCode() == 200, "unpriced is served again");
    }

    @Test
    void refusesAModelThatNobodyServes() {
        assertError(
                site.post(CHAT, Site.chat(false, "").replace("llama", "gpt-9")),
                404,
                "invalid_request_error",
                "model_not_found");
    }

    @Test
    void refusesABodyOverTheLimitBeforeReadingIt() {
        assertError(
                site.post(CHAT, Site.chat(false, "").replace("hello", "x".repeat(70_000))),
                413,
                "invalid_request_error",
                "request_too_large");
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                            + site.developerKey()
                            + "\r\ncontent-length: 9999999999\r\n\r\n");
            assertTrue(client.readAll().startsWith("HTTP/1.1 413"));
        }
    }

    @Test
    void refusesAChunkedBodyOverTheLimit() {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                            + site.developerKey()
                            + "\r\ntransfer-encoding: chunked\r\n\r\n");
            client.send("10000\r\n" + "x".repeat(65_536) + "\r\n1\r\nx\r\n");
            assertTrue(client.readAll().startsWith("HTTP/1.1 413"));
        }
    }

    @Test
    void refusesPathsAndMethodsThatAreNotInTheTable() {
        assertError(
                site.get("/v1/nothing", site.adminKey()),
                404,
                "invalid_request_error",
                "not_found");
        assertError(
                site.get("/v1//models", site.adminKey()),
                404,
                "invalid_request_error",
                "not_found");
        assertError(
                site.get("/billing/%2e%2e/x", site.adminKey()),
                404,
                "invalid_request_error",
                "not_found");
        HttpResponse<String> response = site.get(CHAT, site.developerKey());
        assertError(response, 405, "invalid_request_error", "method_not_allowed");
        assertEquals("POST", response.headers().firstValue("allow").orElse(""));
    }

    @Test
    void refusesMoreRequestsOfOneKeyThanItMayHave() {
        site.one.does(new Script.Endless());
        RawClient[] callers =
                IntStream.range(0, 2)
                        .mapToObj(_ -> new RawClient(site.port()))
                        .toArray(RawClient[]::new);
        for (RawClient caller : callers) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            caller.readUntil("t1 ");
        }
        HttpResponse<String> third = site.post(CHAT, Site.chat(false, ""));
        assertError(third, 429, "rate_limit_error", "concurrency_limit");
        assertTrue(third.headers().firstValue("retry-after").isPresent());
        for (RawClient caller : callers) {
            caller.close();
        }
        Await.until(
                () -> site.post(CHAT, Site.chat(false, "")).statusCode() != 429,
                "there is room again");
    }

    @Test
    void closesAConnectionThatNeverSendsAHeader() {
        try (Site hasty = new Site(Map.of("WATTMILL_GATEWAY_HTTP_HEADER_TIMEOUT", "400ms"));
                RawClient client = new RawClient(hasty.port())) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\nx-slow: ");
            assertEquals("", client.readAll());
        }
    }

    @Test
    void closesAConnectionWhoseBodyDoesNotArrive() {
        try (Site hasty = new Site(Map.of("WATTMILL_GATEWAY_HTTP_BODY_TIMEOUT", "400ms"));
                RawClient client = new RawClient(hasty.port())) {
            client.send(
                    "POST "
                            + CHAT
                            + " HTTP/1.1\r\nhost: x\r\nauthorization: Bearer "
                            + hasty.developerKey()
                            + "\r\ncontent-length: 100\r\n\r\n{");
            assertTrue(client.readAll().startsWith("HTTP/1.1 408"));
        }
    }

    @Test
    void refusesHeadersBeyondTheLimit() {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "GET /v1/models HTTP/1.1\r\nhost: x\r\nx-big: "
                            + "y".repeat(40_000)
                            + "\r\n\r\n");
            assertTrue(client.readAll().startsWith("HTTP/1.1 431"));
        }
    }

    @Test
    void refusesModelNamesThatAreTooLong() {
        String body = Site.chat(false, "").replace("llama", "l".repeat(300));
        assertError(site.post(CHAT, body), 400, "invalid_request_error", "invalid_value");
    }

    @Test
    void refusesCompressedBodies() {
        HttpResponse<String> response =
                site.post(CHAT, Site.chat(false, ""), "content-encoding", "gzip");
        assertError(response, 415, "invalid_request_error", "unsupported_media_type");
    }

    @Test
    void refusesWorkHeadersThatAreTooLong() {
        HttpResponse<String> response =
                site.post(CHAT, Site.chat(false, ""), "x-wattmill-run", "r".repeat(300));
        assertError(response, 400, "invalid_request_error", "invalid_value");
    }
}
