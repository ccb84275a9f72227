// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Glance;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyConfig;
import io.wattmill.agent.energy.EnergyPoint;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

    @Test
    void countsWhatWasReadBetweenTwoLooks() {
        look("a");

        DeviceStatus device =
                look(List.of(power(1_250, 100), power(1_500, 500), power(1_750, 100)))
                        .devices()
                        .getFirst();

        assertEquals(200_000_000, device.energy().orElseThrow().energyUj());
        assertEquals(
                List.of(
                        new EnergyPoint(1_250_000, 25_000_000),
                        new EnergyPoint(1_500_000, 100_000_000),
                        new EnergyPoint(1_750_000, 175_000_000)),
                device.course());
    }

    @Test
    void countsNothingTwiceThatWasReadAfterTheLookWasAskedFor() {
        look("a");

        DeviceMeters.Step step = look(List.of(power(1_500, 100), power(2_001, 100)));

        assertEquals(100_000_000, energyUj(step));
        assertEquals(200_000_000, energyUj(look("a")));
    }

    @Test
    void tellsOfACounterThatBeganAnewBetweenTwoLooks() {
        look(Map.of(Quantity.ENERGY_UJ, 5_000_000_000L), List.of());

        DeviceMeters.Step step =
                look(
                        Map.of(Quantity.ENERGY_UJ, 40_000_000L),
                        List.of(counter(1_300, 5_100_000_000L), counter(1_600, 7_000)));

        assertEquals(List.of("energy.reset"), codes(step));
        assertEquals(40_000_000, energyUj(step));
    }

    private static long energyUj(DeviceMeters.Step step) {
        return step.devices().getFirst().energy().orElseThrow().energyUj();
    }

    private static Glance power(long atMs, long watts) {
        return new Glance(atMs * 1_000_000, OptionalLong.empty(), OptionalLong.of(watts * 1_000));
    }

    private static Glance counter(long atMs, long energyUj) {
        return new Glance(atMs * 1_000_000, OptionalLong.of(energyUj), OptionalLong.of(100_000));
    }

    /** At a device that draws 100 W when it is looked at. */
    private DeviceMeters.Step look(List<Glance> glances) {
        return look(Map.of(Quantity.POWER_MW, 100_000L), glances);
    }

    private DeviceMeters.Step look(Map<Quantity, Long> values, List<Glance> glances) {
        second++;
        DeviceReading reading = new DeviceReading("a", "H200", values);
        return meters.accept(
                new DeviceScan.Seen(
                        List.of(reading),
                        second * 1_000_000_000,
                        second * 1_000_000,
                        Map.of("a", glances)));
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
