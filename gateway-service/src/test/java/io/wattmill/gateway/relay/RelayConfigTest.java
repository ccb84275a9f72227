// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.resilience.Patience;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Map;

class RelayConfigTest {

    private static RelayConfig relay(String yaml) {
        return Configuration.parse(
                        "gateway:\n  postgres: {password: x}\n  relay: {" + yaml + "}\n", Map.of())
                .section("gateway", GatewayConfig.class)
                .relay();
    }

    @Test
    void hasTheSitesTimesForAModelThatSaysNothing() {
        RelayConfig config = relay("idle-timeout: 9s, models: {big: {first-token-timeout: 5m}}");
        Duration answer = config.answerTimeout();
        assertEquals(
                new Patience(Duration.ofMinutes(5), Duration.ofSeconds(9), answer),
                config.patience("big"));
        assertEquals(
                new Patience(config.firstTokenTimeout(), Duration.ofSeconds(9), answer),
                config.patience("small"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models: {a: {fallback: [b, b]}}",
                "models: {a: {fallback: [a]}}",
                "models: {a: {fallback: [b, c, d, e]}}",
                "max-attempts: 8"
            })
    void refusesChainsThatCannotBe(String yaml) {
        ConfigException refused = assertThrows(ConfigException.class, () -> relay(yaml));
        assertTrue(String.valueOf(refused.getMessage()).contains("relay."), refused.getMessage());
    }
}
