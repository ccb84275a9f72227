// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/**
 * Authorization and dispatch read the same path, which is the request line's: neither another
 * spelling of it nor a header moves a caller to where its key may not go (CVE-2026-48710 and
 * CVE-2026-49468 elsewhere).
 */
class PathsTest {

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

    private static String answerTo(String target, String key, String headers) {
        try (RawClient client = new RawClient(site.port())) {
            client.send(
                    "GET "
                            + target
                            + " HTTP/1.1\r\n"
                            + headers
                            + "authorization: Bearer "
                            + key
                            + "\r\nconnection: close\r\n\r\n");
            return client.readAll();
        }
    }

    private static String status(String answer) {
        return answer.isEmpty() ? "" : answer.substring(9, 12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/factory",
                "/v1//factory",
                "/v1/factory/",
                "/v1/./factory",
                "/v1/x/../factory",
                "/v1/models/../factory",
                "/v1/models/%2e%2e/factory",
                "/v1/models%2f..%2ffactory",
                "/v1%2ffactory",
                "/%76%31/factory",
                "/v1/factory%00",
                "/v1/factory%20",
                "/v1/factory;x=1",
                "/v1/models;/../factory",
                "/V1/FACTORY",
                "/v1\\factory",
                "/v1/models#/../factory",
                "/v1/organization/../factory",
                "/v1/organization/..;/factory",
                "/v1/requests/%2e%2e/%2e%2e/billing/x",
                "/twin/../metrics",
                "/twin//metrics",
                "/twin/%2e%2e/metrics",
                "http://127.0.0.1/../v1/factory",
            })
    void knowsNoOtherSpellingOfAPath(String target) {
        for (String key : new String[] {site.developerKey(), site.adminKey()}) {
            String answer = answerTo(target, key, "host: x\r\n");
            assertTrue(status(answer).matches("40[04]|"), target + " gave " + answer);
            assertFalse(answer.contains("tokens_per_second"), answer);
            assertEquals(0, site.backendCalls.size(), target + " reached a service behind");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host: x/v1/models\r\n",
                "host: x/v1/models?a=\r\n",
                "host: 127.0.0.1:8080/..\r\n",
                "host: @localhost\r\n",
                "host: a b\r\n",
                "host: \r\n",
                "host: x\r\nx-original-url: /v1/models\r\n",
                "host: x\r\nx-rewrite-url: /v1/models\r\n",
                "host: x\r\nx-forwarded-path: /v1/models\r\n",
                "host: x\r\nx-forwarded-prefix: /v1/models\r\n",
                "host: x\r\nx-forwarded-for: 127.0.0.1\r\n",
                "host: x\r\nx-forwarded-host: localhost\r\n",
                "host: x\r\nx-real-ip: 127.0.0.1\r\n",
                "host: x\r\nforwarded: for=127.0.0.1;host=localhost\r\n",
                "host: x\r\nx-http-method-override: POST\r\n",
                "host: x\r\nx-wattmill-principal: admin\r\n",
                "host: x\r\nx_wattmill_principal: admin\r\n",
            })
    void takesNoHeaderForAReasonToLetSomebodyIn(String headers) {
        String developer = answerTo("/v1/factory", site.developerKey(), headers);
        assertTrue(status(developer).matches("40[03]"), developer);
        assertFalse(developer.contains("tokens_per_second"), developer);
        String nobody = answerTo("/v1/factory", "wm_admin_x", headers);
        assertTrue(status(nobody).matches("40[01]"), nobody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://x/v1/factory", "http://127.0.0.1:1/v1/factory"})
    void looksAtThePathOfAnAbsoluteTargetOrRefusesIt(String target) {
        String answer = answerTo(target, site.developerKey(), "host: x\r\n");
        assertTrue(status(answer).matches("40[034]"), answer);
        assertFalse(answer.contains("tokens_per_second"), answer);
    }
}
