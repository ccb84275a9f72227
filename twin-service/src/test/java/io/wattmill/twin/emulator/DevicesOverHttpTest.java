// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class DevicesOverHttpTest {

    @Test
    void powerRisesUnderWorkAndFallsBackToIdle() throws Exception {
        try (var fleet = new RunningFleet("nodes: 1")) {
            assertEquals(115.0, fleet.deviceMetric("DCGM_FI_DEV_POWER_USAGE"));
            var answer =
                    fleet.client
                            .send(
                                    fleet.chat(
                                            "work",
                                            "\"stream\":true,\"max_tokens\":100000,\"ignore_eos\":true"),
                                    java.net.http.HttpResponse.BodyHandlers.ofInputStream())
                            .body();
            Await.until(() -> fleet.deviceMetric("DCGM_FI_DEV_POWER_USAGE") > 400, "busy power");
            answer.close();
            Await.until(() -> fleet.deviceMetric("DCGM_FI_DEV_POWER_USAGE") == 115.0, "idle power");
        }
    }

    @Test
    void idleEnergyFollowsTheClock() {
        try (var fleet = new RunningFleet("nodes: 1")) {
            long before = System.nanoTime();
            double first = fleet.deviceMetric("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION");
            long between = System.nanoTime();
            Await.until(() -> System.nanoTime() - between > 200_000_000, "0.2 s");
            long beforeSecond = System.nanoTime();
            double second = fleet.deviceMetric("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION");
            long after = System.nanoTime();
            // 115 W are 115 mJ per ms: the counter lies between the shortest and the longest
            // interval.
            assertTrue(second - first >= (beforeSecond - between) * 115e-6 - 1);
            assertTrue(second - first <= (after - before) * 115e-6 + 1);
        }
    }

    @Test
    void theElectricityMeterCountsHoursOfDevicesAndHosts() {
        var clock = new FakeClock();
        var ticker = new FakeTicker();
        long intoHourUs = clock.nowUs() % 3_600_000_000L;
        clock.advance(Duration.ofNanos((3_600_000_000L - intoHourUs) * 1_000));
        try (var fleet = new RunningFleet("nodes: 2, zones: [zone-a]", clock, ticker)) {
            var meter = fleet.node().deviceMetricsUrl().resolve("/emulator/meter");
            ticker.advance(Duration.ofMinutes(59));
            assertEquals("hour,value\n", fleet.get(meter).body());
            ticker.advance(Duration.ofMinutes(1));
            // 115 W, and 12 % of that for the host; the device's counter is in millijoules.
            var hour = Instant.ofEpochMilli(clock.nowUs() / 1_000) + ",";
            assertEquals("hour,value\n" + hour + "0.128800000000000\n", fleet.get(meter).body());
            assertEquals(
                    115.0 * 3_600 * 1_000,
                    fleet.deviceMetric("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"));
            assertTrue(Await.await(fleet.fleet.meter("zone-a")).endsWith("0.257600000000000\n"));
            assertTrue(Await.await(fleet.fleet.meter("node-2")).endsWith("0.128800000000000\n"));
        }
    }

    @Test
    void everyNodeHasItsOwnDevicesZoneAndPorts() {
        var settings = "nodes: 3, gpus-per-node: 2, zones: [zone-a, zone-b], labels: {tier: gold}";
        try (var fleet = new RunningFleet(settings)) {
            var nodes = fleet.fleet.addresses();
            assertEquals(
                    List.of("node-1", "node-2", "node-3"),
                    nodes.stream().map(EmulatedNodeAddress::nodeId).toList());
            assertEquals(
                    List.of("zone-a", "zone-b", "zone-a"),
                    nodes.stream().map(EmulatedNodeAddress::zone).toList());
            assertEquals(Map.of("tier", "gold"), nodes.getFirst().labels());
            long uuids =
                    nodes.stream()
                            .flatMap(node -> fleet.get(node.deviceMetricsUrl()).body().lines())
                            .filter(line -> line.startsWith("DCGM_FI_DEV_POWER_USAGE{"))
                            .filter(line -> line.contains("(emulated)\""))
                            .map(line -> line.replaceAll(".*UUID=\"([^\"]*)\".*", "$1"))
                            .distinct()
                            .count();
            assertEquals(6, uuids);
            assertEquals(2 * 115.0, fleet.deviceMetric("DCGM_FI_DEV_POWER_USAGE"));
        }
    }
}
