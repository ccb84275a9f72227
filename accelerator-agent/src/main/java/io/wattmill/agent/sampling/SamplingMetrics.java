// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.sampling;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.kit.telemetry.Limits;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Quality of each device's energy, and what was out of the ordinary. */
public final class SamplingMetrics {

    private record Shown(Gauge gauge, AtomicInteger qualityPpm) {}

    private final MeterRegistry registry;
    private final String node;
    private final Map<String, Shown> devices = new HashMap<>();

    /** Metrics with the label {@code node}. */
    public SamplingMetrics(MeterRegistry registry, String node) {
        this.registry = registry;
        this.node = node;
    }

    void stepped(DeviceMeters.Step step) {
        if (step.refused() > 0) {
            Limits.hit(registry, "agent.scrape.max-devices");
        }
        for (DeviceStatus device : step.devices()) {
            device.energy().ifPresent(energy -> show(device.reading().deviceId(), energy));
        }
    }

    /** Takes the gauges of this node out of the registry. */
    public void close() {
        devices.values().forEach(shown -> registry.remove(shown.gauge()));
        devices.clear();
    }

    private void show(String device, EnergyReading energy) {
        devices.computeIfAbsent(device, this::gauge).qualityPpm().set(energy.qualityPpm());
        for (EnergyReading.Notice notice : energy.notices()) {
            String name = notice.name().toLowerCase(Locale.ROOT).replace('_', '-');
            registry.counter("wattmill_agent_energy_notices", "node", node, "notice", name)
                    .increment();
        }
    }

    private Shown gauge(String device) {
        AtomicInteger quality = new AtomicInteger();
        Gauge gauge =
                Gauge.builder("wattmill_agent_energy_quality_ppm", quality, AtomicInteger::get)
                        .description("How far counter and integral agree; 0: not judged yet")
                        .tag("node", node)
                        .tag("device", device)
                        .register(registry);
        return new Shown(gauge, quality);
    }
}
