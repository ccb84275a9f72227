// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.device.ProcessSource;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

/** NVIDIA's driver library as the sources that the agent knows; it is opened at the first look. */
public final class Nvml implements AutoCloseable {

    private final NvmlAlarms alarms;
    private final NvmlDriver driver;
    private final NvmlSource devices;

    /** The library that {@code config} names. */
    public Nvml(NvmlConfig config, MeterRegistry registry, Clock clock, Ticker ticker) {
        NvmlMetrics metrics = new NvmlMetrics(registry);
        alarms = new NvmlAlarms(clock);
        NvmlOpening opening = new NvmlOpening(config, ticker, metrics, alarms);
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
