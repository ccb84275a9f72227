// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Optional;

class SuiteSettingsTest {

    @Test
    void aSuiteTakesEveryUsersEnginesUnlessItIsToldOtherwise() {
        assertTrue(discovery(Map.of()).anyUser());
        assertFalse(discovery(Map.of("WATTMILL_AGENT_DISCOVERY_ANY_USER", "false")).anyUser());
    }

    @Test
    void anAgentOfItsOwnDoesNot() {
        assertFalse(Configuration.defaults(AgentConfig.class).discovery().anyUser());
    }

    private static DiscoveryConfig discovery(Map<String, String> environment) {
        return SuiteSettings.read(Optional.empty(), environment, Map.of()).agent().discovery();
    }
}
