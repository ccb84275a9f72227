// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyConfig;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

class DeviceMetersTest {

    private final DeviceMeters meters =
            new DeviceMeters(Configuration.defaults(EnergyConfig.class).limits(), 2);
    private long second;

    @Test
    void missesADeviceThatIsNoLongerListed() {
        look("a", "b");

        DeviceMeters.Step step = look("b");

        assertEquals(List.of("a", "b"), ids(step), "in their places");
        DeviceReading gone = step.devices().getFirst().reading();
        assertEquals(FailureReason.LOST, gone.silence().orElseThrow().reason());
        assertEquals("it is no longer listed", gone.silence().orElseThrow().detail());
        assertEquals("H200", gone.modelName());
        assertTrue(gone.values().isEmpty());
        assertEquals(List.of("device.silent"), codes(step));
        assertEquals(List.of(), codes(look("b")), "told once");
        assertEquals(0, step.refused());
    }

    @Test
    void takesItUpAgainWhenItIsListed() {
        look("a", "b");
        look("b");

        DeviceMeters.Step step = look("b", "a");

        assertEquals(List.of("a", "b"), ids(step));
        assertTrue(step.devices().getFirst().reading().silence().isEmpty());
        assertEquals(List.of("device.back"), codes(step));
    }

    @Test
    void refusesMoreThanItsBoundAndMissesNoneOfThose() {
        assertEquals(1, look("a", "b", "c").refused());
        assertEquals(List.of("a", "b"), ids(look("a", "b")));
    }

    private DeviceMeters.Step look(String... devices) {
        second++;
        List<DeviceReading> readings =
                Arrays.stream(devices)
                        .map(
                                id ->
                                        new DeviceReading(
                                                id, "H200", Map.of(Quantity.POWER_MW, 100_000L)))
                        .toList();
        return meters.accept(
                new DeviceScan.Seen(readings, second * 1_000_000_000, second * 1_000_000));
    }

    private static List<String> ids(DeviceMeters.Step step) {
        return step.devices().stream()
                .map(DeviceStatus::reading)
                .map(DeviceReading::deviceId)
                .toList();
    }

    private static List<String> codes(DeviceMeters.Step step) {
        return step.events().stream().map(NodeEvent::getCode).toList();
    }
}
