// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.folder.DataFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void aSuiteLeavesItToWhoeverSaysWhetherRunsAreKept(@TempDir Path folder) throws IOException {
        var file = folder.resolve("wattmill.yaml");
        Files.writeString(file, "twin: {runs: {enabled: false}}");
        assertTrue(inputs(folder, Optional.of(file), Map.of()).sayWhetherRunsAreKept());
        Files.writeString(file, "twin: {runs: {workers: 2}}");
        assertFalse(inputs(folder, Optional.of(file), Map.of()).sayWhetherRunsAreKept());
        assertFalse(inputs(folder, Optional.empty(), Map.of()).sayWhetherRunsAreKept());
        var environment = Map.of("WATTMILL_TWIN_RUNS_ENABLED", "false");
        assertTrue(inputs(folder, Optional.empty(), environment).sayWhetherRunsAreKept());
    }

    private static SuiteInputs inputs(
            Path folder, Optional<Path> file, Map<String, String> environment) {
        var data = DataFolder.at(Optional.of(folder), environment);
        return new SuiteInputs(data, folder, file, environment, Map.of());
    }

    private static DiscoveryConfig discovery(Map<String, String> environment) {
        return SuiteSettings.read(Optional.empty(), environment, Map.of()).agent().discovery();
    }
}
