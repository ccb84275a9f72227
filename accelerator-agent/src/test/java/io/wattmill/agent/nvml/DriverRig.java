// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The sources over a stub of the driver library, with bounds that suit a test. */
final class DriverRig implements AutoCloseable {

    private static final String FAST =
            """
            nvml:
              library: "%s"
              period: 10ms
              look-period: 50ms
              slow-period: 10ms
              rare-period: 10ms
              answer-timeout: 10s
              patience: 20s
              max-abandoned: 1
              reopen-min: 50ms
              reopen-max: 200ms
              event-wait: 50ms
              max-devices: 64
            """;

    final MeterRegistry metrics = new SimpleMeterRegistry();
    final List<DeviceAlarm> alarms = new CopyOnWriteArrayList<>();
    final NvmlConfig config;
    final Nvml nvml;

    DriverRig(StubDriver driver) {
        this(driver.library().toString());
    }

    DriverRig(String library) {
        this(library, settings -> settings);
    }

    /** With settings of its own. */
    DriverRig(StubDriver driver, UnaryOperator<String> change) {
        this(driver.library().toString(), change);
    }

    /** With a driver that is waited for no longer than this. */
    static DriverRig within(String time, StubDriver driver) {
        return new DriverRig(driver, it -> it.replace("timeout: 10s", "timeout: " + time));
    }

    private DriverRig(String library, UnaryOperator<String> change) {
        this(library, change, Ticker.system());
    }

    /** By a clock that goes when it is told. */
    DriverRig(StubDriver driver, Ticker ticker) {
        this(driver.library().toString(), settings -> settings, ticker);
    }

    private DriverRig(String library, UnaryOperator<String> change, Ticker ticker) {
        config =
                Configuration.parse(change.apply(FAST.formatted(library)), Map.of())
                        .section("nvml", NvmlConfig.class);
        nvml = new Nvml(config, 20, metrics, Clock.system(), ticker);
        nvml.alarms().listen(alarms::add);
    }

    DeviceScan scan() {
        return nvml.devices().scan().toCompletableFuture().join();
    }

    /** Looks until a scan has devices; fails when none has in time. */
    DeviceScan.Seen seen() {
        return seen(_ -> true);
    }

    /** Looks until a scan is as wanted. */
    DeviceScan.Seen seen(Predicate<DeviceScan.Seen> wanted) {
        DeviceScan.Seen[] found = new DeviceScan.Seen[1];
        Await.until(
                () -> {
                    if (scan() instanceof DeviceScan.Seen seen && wanted.test(seen)) {
                        found[0] = seen;
                    }
                    return found[0] != null;
                },
                "a scan as wanted");
        return found[0];
    }

    /** A GPU of a scan. */
    static DeviceReading gpu(DeviceScan.Seen scan, int index) {
        return scan.devices().stream()
                .filter(device -> device.deviceId().equals(StubDriver.uuid(index)))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        nvml.close();
    }
}
