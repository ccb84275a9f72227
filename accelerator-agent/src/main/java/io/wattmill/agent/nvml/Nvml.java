// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.device.ProcessSource;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.Optional;
import java.util.function.Supplier;

/** NVIDIA's driver library as the sources that the agent knows; it is opened at the first look. */
public final class Nvml implements AutoCloseable {

    private final NvmlAlarms alarms;
    private final NvmlDriver driver;
    private final NvmlSource devices;

    /**
     * The library that {@code config} names.
     *
     * @param jitterPercent how far the distances of readings stray, percent of them
     */
    public Nvml(
            NvmlConfig config,
            int jitterPercent,
            MeterRegistry registry,
            Clock clock,
            Ticker ticker) {
        this(
                () -> NvmlLibrary.load(config.library()),
                config,
                jitterPercent,
                registry,
                clock,
                ticker);
    }

    private Nvml(
            Supplier<Optional<NvmlLibrary>> library,
            NvmlConfig config,
            int jitterPercent,
            MeterRegistry registry,
            Clock clock,
            Ticker ticker) {
        NvmlMetrics metrics = new NvmlMetrics(registry);
        alarms = new NvmlAlarms(clock);
        LaneLimits limits = config.laneLimits(jitterPercent);
        NvmlOpening opening = new NvmlOpening(library, config, limits, ticker, metrics, alarms);
        driver = new NvmlDriver(config, opening, ticker, metrics);
        devices = new NvmlSource(driver, config, clock, ticker);
    }

    /** Whether a library of this name can be loaded here. May take milliseconds. */
    public static boolean isPresent(NvmlConfig config) {
        return NvmlLibrary.load(config.library())
                .map(
                        library -> {
                            library.unload();
                            return true;
                        })
                .orElse(false);
    }

    /**
     * Looks as an agent does, but at no device, and forgets what it saw: for an ahead-of-time cache
     * that is made on a host that may have no driver. Blocks until it has looked so often.
     */
    public static void rehearse(NvmlConfig config, int looks) {
        try (Nvml nvml =
                new Nvml(
                        () -> Optional.of(NvmlLibrary.rehearsed()),
                        config,
                        0,
                        new SimpleMeterRegistry(),
                        Clock.system(),
                        Ticker.system())) {
            for (int i = 0; i < looks; i++) {
                nvml.devices().scan().toCompletableFuture().join();
                nvml.processes().processes().toCompletableFuture().join();
            }
        }
    }

    /** Its devices. */
    public DeviceSource devices() {
        return devices;
    }

    /** Its events, and changes of what it asks for. */
    public AlarmSource alarms() {
        return alarms;
    }

    /** Who computes on its devices. */
    public ProcessSource processes() {
        return new NvmlProcesses(driver);
    }

    /** Asks nothing more and closes the library, unless a call hangs in it. Does not block. */
    @Override
    public void close() {
        alarms.close();
        driver.close();
    }
}
