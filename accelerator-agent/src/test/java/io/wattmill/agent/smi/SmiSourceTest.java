// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class SmiSourceTest {

    private static final String FULL =
            "GPU-a, NVIDIA H200, 00000000:3B:00.0, 115.20, 700.00, 41, 1980, 37, 143771, 1000,"
                    + " 116.50, 115.00, 650.00, 200.00, 700.00, 52, [N/A],"
                    + " 0x0000000000000004";
    private static final String SHORT =
            "GPU-a, Tesla T4, 00000000:3B:00.0, 26.50, 70.00, 41, 1590, 37, 15360, 1000";

    @TempDir Path folder = Path.of("");

    @Test
    void readsTheColumnsThatItAskedFor() throws IOException {
        DeviceReading gpu = seen("echo '" + FULL + "'");

        assertEquals("NVIDIA H200", gpu.modelName());
        assertEquals(116_500, gpu.orZero(Quantity.POWER_MW));
        assertEquals(650_000, gpu.orZero(Quantity.POWER_CAP_MW));
        assertEquals(370_000, gpu.orZero(Quantity.UTILIZATION_PPM));
        assertEquals(4, gpu.orZero(Quantity.THROTTLE_REASONS));
        assertEquals(FailureReason.UNSUPPORTED, gpu.absent().get(Quantity.ECC_UNCORRECTED));
        assertTrue(gpu.value(Quantity.ENERGY_UJ).isEmpty());
        assertEquals("instant, board", gpu.facts().basis().text());
    }

    @Test
    void asksAnOldProgramForLess() throws IOException {
        DeviceReading gpu =
                seen(
                        "case \"$1\" in *instant*) echo 'Field \"power.draw.instant\" is not a"
                                + " valid field to query.'; exit 2;; *) echo '"
                                + SHORT
                                + "';; esac");

        assertEquals(26_500, gpu.orZero(Quantity.POWER_MW));
        assertEquals("unsaid, board", gpu.facts().basis().text());
    }

    @Test
    void endsARunThatTakesTooLong() throws IOException {
        DeviceScan.Unseen scan =
                assertInstanceOf(DeviceScan.Unseen.class, scan("exec sleep 60", 200));

        assertEquals(FailureReason.TIMEOUT, scan.failure().reason());
    }

    @Test
    void readsNoEndlessOutput() throws IOException {
        DeviceScan.Unseen scan =
                assertInstanceOf(DeviceScan.Unseen.class, scan("exec cat /dev/zero", 60_000));

        assertEquals(FailureReason.TOO_LARGE, scan.failure().reason());
    }

    @Test
    void saysWhyThereIsNoDevice() throws IOException {
        DeviceScan.Unseen none =
                assertInstanceOf(
                        DeviceScan.Unseen.class,
                        scan("echo 'NVIDIA-SMI has failed because it could not'", 60_000));
        assertTrue(none.failure().detail().contains("has failed"));

        SmiConfig absent = config(folder.resolve("nothing-here"), 60_000);
        assertEquals(
                FailureReason.ABSENT,
                assertInstanceOf(DeviceScan.Unseen.class, scan(absent)).failure().reason());
    }

    private DeviceReading seen(String script) throws IOException {
        return assertInstanceOf(DeviceScan.Seen.class, scan(script, 60_000)).devices().getFirst();
    }

    private DeviceScan scan(String script, long timeoutMillis) throws IOException {
        Path program = folder.resolve("nvidia-smi");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return scan(config(program, timeoutMillis));
    }

    private static SmiConfig config(Path program, long timeoutMillis) {
        return new SmiConfig(
                program.toString(),
                Duration.ofSeconds(1),
                Duration.ofMillis(timeoutMillis),
                65_536);
    }

    private static DeviceScan scan(SmiConfig config) {
        try (SmiSource source = new SmiSource(config, Clock.system(), Ticker.system())) {
            return source.scan().toCompletableFuture().join();
        }
    }
}
