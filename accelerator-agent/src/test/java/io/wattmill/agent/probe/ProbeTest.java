// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.DevicesConfig;
import io.wattmill.agent.smi.SmiConfig;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class ProbeTest {

    private static final int CALLS = 5;

    @TempDir Path folder = Path.of("");

    @Test
    void saysWhatIsThereWhatIsMissingAndWhatItCosts() {
        ProbeReport report = look(StubDriver.build(folder).library().toString());
        String text = ProbeText.of(report);
        JsonNode gpu = ProbeJson.of(report).at("/driver/gpus/1");

        assertTrue(text.contains("driver 580.95.05   NVML 13.580.95.05"), text);
        assertTrue(text.contains("NVIDIA Stub H200 140 GB   GPU-stub-0"), text);
        assertTrue(text.contains("power 100.0 W (instant, board)"), text);
        assertTrue(text.contains("XID events ✓   GPM ✓   MIG off"), text);
        assertTrue(text.contains("slowed by power cap"), text);
        assertTrue(text.contains("one full reading"), text);
        assertEquals(101_000, gpu.at("/values/power_mw").asLong());
        assertTrue(gpu.at("/median_ns/field 186 scope 0").asLong() > 0, gpu.toString());
    }

    @Test
    void saysWhyThereIsNothing() {
        ProbeReport report = look("libno-such-driver.so.1");
        String text = ProbeText.of(report);

        assertTrue(text.contains("missing   driver library: absent: libno-such-driver.so.1"), text);
        assertTrue(text.contains("missing   nvidia-smi: absent"), text);
    }

    @Test
    void aDeviceThatIsLostIsSaidToBeSilent() {
        StubDriver driver = StubDriver.build(folder);
        driver.fail("nvmlDeviceGetFieldValues", 15);
        String text = ProbeText.of(look(driver.library().toString()));

        assertTrue(text.contains("silent: lost: nvmlDeviceGetFieldValues: gpu is lost"), text);
    }

    private ProbeReport look(String library) {
        DevicesConfig devices = Configuration.defaults(DevicesConfig.class);
        return new Prober(
                        devices.nvml().loading(library),
                        new SmiConfig(
                                folder.resolve("none").toString(),
                                devices.smi().period(),
                                devices.smi().timeout(),
                                devices.smi().maxOutputBytes()),
                        devices.host(),
                        CALLS)
                .look();
    }
}
