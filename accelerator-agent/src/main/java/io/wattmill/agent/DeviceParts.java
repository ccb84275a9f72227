// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.device.HostSource;
import io.wattmill.agent.device.ProcessSource;
import io.wattmill.agent.nvml.Nvml;
import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.agent.rapl.RaplHost;
import io.wattmill.agent.smi.SmiSource;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What tells about the devices of this host, as chosen.
 *
 * @param source their readings
 * @param period how often they are looked at
 * @param alarms their faults, where something tells them
 * @param processes who computes on them, where something knows
 * @param host the host's own meters
 * @param close lets go of all of it, without blocking
 */
record DeviceParts(
        Optional<DeviceSource> source,
        Duration period,
        Optional<AlarmSource> alarms,
        Optional<ProcessSource> processes,
        Optional<HostSource> host,
        Runnable close) {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceParts.class);

    /**
     * Puts them together.
     *
     * @param exporter makes the source of a dcgm-exporter's page
     */
    static DeviceParts of(
            ServiceContext services,
            AgentConfig config,
            DeviceChoice choice,
            Function<URI, DeviceSource> exporter) {
        LOG.atInfo()
                .addKeyValue("node", config.nodeId())
                .addKeyValue("source", choice.source())
                .addKeyValue("reason", choice.reason())
                .log("device source chosen");
        Duration period = config.sampling().devicePeriod();
        DeviceParts parts =
                switch (choice.source()) {
                    case NVML -> nvml(services, config);
                    case SMI -> smi(services, config.devices());
                    case DCGM -> plain(config.devices().dcgmUrl().map(exporter), period);
                    case AUTO, NONE -> plain(Optional.empty(), period);
                };
        return config.devices().host().enabled()
                ? parts.with(new RaplHost(config.devices().host()))
                : parts;
    }

    private static DeviceParts nvml(ServiceContext services, AgentConfig config) {
        NvmlConfig driver = config.devices().nvml();
        Nvml nvml =
                new Nvml(
                        driver,
                        config.sampling().jitterPercent(),
                        services.metrics(),
                        services.clock(),
                        services.ticker());
        return new DeviceParts(
                Optional.of(nvml.devices()),
                driver.lookEvery(),
                Optional.of(nvml.alarms()),
                Optional.of(nvml.processes()),
                Optional.empty(),
                nvml::close);
    }

    private static DeviceParts smi(ServiceContext services, DevicesConfig config) {
        SmiSource smi = new SmiSource(config.smi(), services.clock(), services.ticker());
        return new DeviceParts(
                Optional.of(smi),
                config.smi().period(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                smi::close);
    }

    private static DeviceParts plain(Optional<DeviceSource> source, Duration period) {
        return new DeviceParts(
                source, period, Optional.empty(), Optional.empty(), Optional.empty(), () -> {});
    }

    /**
     * How long a look at the devices is waited for before host and engines are reported without
     * them: where they are looked at seldom, longer than {@code staleAfter}, so that a look that
     * comes in its time is never missed. Zero where nothing tells about devices.
     */
    Duration patience(Duration staleAfter) {
        Duration twoLooks = period.multipliedBy(2);
        Duration longer = twoLooks.compareTo(staleAfter) > 0 ? twoLooks : staleAfter;
        return source.isPresent() ? longer : Duration.ZERO;
    }

    private DeviceParts with(RaplHost rapl) {
        Runnable both =
                () -> {
                    close.run();
                    rapl.close();
                };
        return new DeviceParts(source, period, alarms, processes, Optional.of(rapl), both);
    }
}
