// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class AdvertisedTest {

    private static final String FAR = "10.0.0.20";

    @Test
    void refusesToTellAnotherHostThatEnginesAreAtItsOwnLoopback() {
        for (String found : List.of("zone: a", "discovery: {advertise: localhost}")) {
            ConfigException e =
                    assertThrows(ConfigException.class, () -> Advertised.check(config(found), FAR));
            assertEquals("agent.discovery.advertise", e.problems().getFirst().path());
            assertTrue(e.problems().getFirst().message().contains("discovery.mode: never"));
        }
    }

    @Test
    void tellsOfLoopbackWhereItIsTheSameHost() {
        assertDoesNotThrow(() -> Advertised.check(config("zone: a"), "127.0.0.1"));
    }

    @Test
    void tellsOfWhatItDoesNotFindByItself() {
        for (String found :
                List.of(
                        "discovery: {advertise: gpu-17}",
                        "discovery: {mode: never}",
                        "engines: [{id: e, url: \"http://gpu-17:8000\"}]")) {
            assertDoesNotThrow(() -> Advertised.check(config(found), FAR), found);
        }
    }

    private static AgentConfig config(String text) {
        return Configuration.parse("agent: {" + text + "}", Map.of())
                .section("agent", AgentConfig.class);
    }
}
