// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.emulator.engine.EmulatedEngine;
import io.wattmill.twin.emulator.metrics.DcgmExposition;
import io.wattmill.twin.emulator.metrics.DeviceReading;
import io.wattmill.twin.emulator.power.HourMeter;
import io.wattmill.twin.emulator.power.MeterCsv;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What the devices of an emulated node say: its GPUs, and the electricity meter it hangs on. */
final class NodeDevices {
    private final NodeBlueprint blueprint;
    private final EngineLoop loop;
    private final MeterRegistry metrics;
    private final DcgmExposition exposition;

    NodeDevices(NodeBlueprint blueprint, EngineLoop loop, MeterRegistry metrics) {
        this.blueprint = blueprint;
        this.loop = loop;
        this.metrics = metrics;
        this.exposition = new DcgmExposition(blueprint.devices());
    }

    /**
     * The GPUs as DCGM's exporter tells of them.
     *
     * @param gone whether the engine's process is gone, and its memory free
     */
    String text(boolean gone) {
        long memoryMib = gone ? 0 : blueprint.memoryUsedMib();
        return exposition.text(loop.look((engine, now) -> readings(engine, now, memoryMib)));
    }

    private static List<DeviceReading> readings(
            EmulatedEngine engine, long nowNanos, long memoryMib) {
        return engine.gpus(nowNanos).meters().stream()
                .map(
                        meter ->
                                new DeviceReading(
                                        meter.powerMilliwatts(),
                                        meter.millijoules(),
                                        engine.busy(),
                                        memoryMib))
                .toList();
    }

    /** The meter's hours as a file. */
    String meterCsv() {
        return MeterCsv.of(List.of(metered()));
    }

    /** kWh of the hours that are over, by when they began, epoch microseconds. */
    Map<Long, BigDecimal> metered() {
        HourMeter meter = loop.look(EmulatedEngine::meter);
        if (meter.dropped() > 0) {
            Limits.hit(metrics, "twin.emulator.limits.meter-hours");
        }
        return meter.hours();
    }
}
