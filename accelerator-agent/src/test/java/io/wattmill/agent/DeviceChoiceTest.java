// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.DevicesConfig.Source;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class DeviceChoiceTest {

    private static final String NOTHING =
            "nvml: {library: libno-such-driver.so.1}, smi: {program: %s/nvidia-smi}";

    @TempDir Path folder = Path.of("");

    @Test
    void takesTheExporterThatIsConfigured() {
        String url = "dcgm-url: \"http://127.0.0.1:9400/metrics\", ";

        assertEquals(Source.DCGM, choice(url + NOTHING.formatted(folder)).source());
    }

    @Test
    void elseTheDriverThatIsInstalled() {
        Path library = StubDriver.build(folder).library();

        assertEquals(Source.NVML, choice("nvml: {library: \"" + library + "\"}").source());
    }

    @Test
    void elseTheProgram() throws IOException {
        Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n");
        assertTrue(program.toFile().setExecutable(true));

        assertEquals(Source.SMI, choice(NOTHING.formatted(folder)).source());
    }

    @Test
    void elseNobodyAndSaysWhatItLookedFor() {
        DeviceChoice choice = choice(NOTHING.formatted(folder));

        assertEquals(Source.NONE, choice.source());
        assertTrue(choice.reason().contains("no libno-such-driver.so.1"), choice.reason());
    }

    @Test
    void followsTheOperatorWhateverIsThere() {
        assertEquals(Source.NONE, choice("source: none").source());
        assertEquals(Source.NVML, choice("source: nvml, " + NOTHING.formatted(folder)).source());
    }

    @Test
    void refusesAnExporterWithoutAnAddress() {
        ConfigException refusal = assertThrows(ConfigException.class, () -> choice("source: dcgm"));

        assertTrue(refusal.problems().toString().contains("source dcgm needs dcgm-url"));
    }

    private static DeviceChoice choice(String yaml) {
        return DeviceChoice.of(
                Configuration.parse("devices: {" + yaml + "}", Map.of())
                        .section("devices", DevicesConfig.class));
    }
}
