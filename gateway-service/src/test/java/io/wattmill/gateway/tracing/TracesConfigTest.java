// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Map;

class TracesConfigTest {

    private static TracesConfig config(String yaml) {
        return Configuration.parse(yaml, Map.of()).section("traces", TracesConfig.class);
    }

    private static TracesConfig to(String endpoint) {
        return config("traces:\n  endpoint: " + endpoint + "\n");
    }

    @Test
    void sendsNothingByDefault() {
        assertTrue(Configuration.defaults(TracesConfig.class).url().isEmpty());
    }

    @Test
    void knowsTheUsualPathOfACollector() {
        assertEquals("http://127.0.0.1:4318/v1/traces", to("http://127.0.0.1:4318").url().get());
        assertEquals("http://localhost:4318/v1/traces", to("http://localhost:4318/").url().get());
        assertEquals("https://c.example/x", to("https://c.example/x").url().get());
    }

    @Test
    void refusesToSendInClearTextBeyondLoopbackUnlessToldTo() {
        ConfigException refusal =
                assertThrows(ConfigException.class, () -> to("http://collector:4318"));
        assertTrue(refusal.toString().contains("clear-text"), refusal.toString());
        assertEquals(
                "http://collector:4318/v1/traces",
                config("traces:\n  endpoint: http://collector:4318\n  clear-text: true\n")
                        .url()
                        .get());
    }

    @Test
    void refusesWhatIsNoAddressOfACollector() {
        assertThrows(ConfigException.class, () -> to("ftp://127.0.0.1/x"));
        assertThrows(ConfigException.class, () -> to("collector"));
        assertThrows(ConfigException.class, () -> config("traces:\n  ratio: 2\n"));
        assertThrows(
                ConfigException.class, () -> config("traces:\n  max-spans: 100\n  batch: 200\n"));
    }

    @Test
    void showsNoSecret() {
        ConfigException refusal =
                assertThrows(
                        ConfigException.class,
                        () -> config("traces:\n  authorization: Bearer canary\n  ratio: 2\n"));
        assertFalse(refusal.toString().contains("canary"), refusal.toString());
    }
}
