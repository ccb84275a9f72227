// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rapl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.device.HostScan;
import io.wattmill.agent.source.FailureReason;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class RaplHostTest {

    private static final long RANGE = 262_143_328_850L;

    @TempDir Path folder = Path.of("");

    @Test
    void countsFromItsBeginningAcrossTheEndOfTheCounter() throws IOException {
        zone("intel-rapl:0", "package-0", RANGE - 100);
        zone("intel-rapl:0/intel-rapl:0:0", "core", 5);
        zone("intel-rapl:0/intel-rapl:0:1", "dram", 1_000);
        zone("intel-rapl:1", "psys", 5);
        try (RaplHost host = new RaplHost(config())) {
            assertEquals(
                    List.of(
                            new HostReading("rapl-package-0", 0),
                            new HostReading("rapl-dram-0", 0)),
                    seen(host));
            zone("intel-rapl:0", "package-0", 50);
            zone("intel-rapl:0/intel-rapl:0:1", "dram", 1_700);

            assertEquals(
                    List.of(
                            new HostReading("rapl-package-0", 150),
                            new HostReading("rapl-dram-0", 700)),
                    seen(host));
        }
    }

    @Test
    void saysThatTheHostHasNone() {
        try (RaplHost host = new RaplHost(config())) {
            assertEquals(FailureReason.ABSENT, unseen(host));
        }
    }

    @Test
    void saysThatItMayNotRead() throws IOException {
        zone("intel-rapl:0", "package-0", 1);
        Path counter = folder.resolve("intel-rapl:0/energy_uj");
        assumeTrue(counter.toFile().setReadable(false, false) && !Files.isReadable(counter));
        try (RaplHost host = new RaplHost(config())) {
            assertEquals(FailureReason.FORBIDDEN, unseen(host));
        }
    }

    @Property
    void neverFallsAndLosesNothing(
            @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 998) Long> steps) {
        long range = 999;
        WrappingCounter counter = new WrappingCounter(range);
        counter.accept(0);
        long truth = 0;
        for (long step : steps) {
            truth += step;
            // The counter shows 0 to 998 and starts again where it would show its range.
            assertEquals(truth, counter.accept(truth % range));
        }
    }

    private void zone(String path, String name, long energy) throws IOException {
        Path zone = Files.createDirectories(folder.resolve(path));
        Files.writeString(zone.resolve("name"), name + "\n");
        Files.writeString(zone.resolve("energy_uj"), energy + "\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), RANGE + "\n");
    }

    private RaplConfig config() {
        return new RaplConfig(true, folder, Duration.ofSeconds(1), Duration.ofSeconds(60));
    }

    private static List<HostReading> seen(RaplHost host) {
        return assertInstanceOf(HostScan.Seen.class, scan(host)).meters();
    }

    private static FailureReason unseen(RaplHost host) {
        return assertInstanceOf(HostScan.Unseen.class, scan(host)).failure().reason();
    }

    private static HostScan scan(RaplHost host) {
        return host.scan().toCompletableFuture().join();
    }
}
