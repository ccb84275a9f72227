// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A file stands in for the device: it ends where the device would wait, and is opened again. */
class KernelLogTest {

    private static final HealthConfig CONFIG =
            Configuration.parse("health: {retry-period: 10ms, look-back: 60s}", Map.of())
                    .section("health", HealthConfig.class);
    private static final long UP_US = TimeUnit.HOURS.toMicros(2);

    private final Path folder;
    private final PrometheusMeterRegistry registry = Metrics.registry();
    private final FakeClock clock = new FakeClock();
    private final List<DeviceAlarm> alarms = new CopyOnWriteArrayList<>();
    private Optional<KernelLog> reader = Optional.empty();

    KernelLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        reader.ifPresent(KernelLog::close);
    }

    private Path log() {
        return folder.resolve("kmsg");
    }

    private void read() {
        KernelLog log =
                new KernelLog(
                        log(),
                        CONFIG,
                        clock,
                        () -> OptionalLong.of(UP_US),
                        new KernelLogMetrics(registry, "node-1"));
        reader = Optional.of(log);
        log.listen(alarms::add);
    }

    private void write(int priority, long sequence, long atUs, String text) throws IOException {
        Files.writeString(
                log(),
                priority + "," + sequence + "," + atUs + ",-;" + text + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void xid(long sequence, long atUs, int xid) throws IOException {
        write(4, sequence, atUs, "NVRM: Xid (PCI:0000:3b:00): " + xid + ", pid=1, name=python");
    }

    private List<Long> xids() {
        return alarms.stream().map(DeviceAlarm::xid).toList();
    }

    @Test
    void tellsEachXidOnceWithItsInstantAndItsAddress() throws IOException {
        xid(1, UP_US - 5_000_000, 48);
        read();
        Await.until(() -> alarms.size() == 1, "the XID that was there");
        xid(2, UP_US, 79);
        Await.until(() -> alarms.size() == 2, "the XID that came");

        DeviceAlarm first = alarms.getFirst();
        assertEquals("0000:3b:00", first.deviceId());
        assertEquals(DeviceAlarm.Channel.KERNEL_LOG, first.channel());
        assertEquals(clock.nowUs() - 5_000_000, first.atUs());
        assertEquals("pid=1, name=python", first.detail());
        assertEquals(List.of(48L, 79L), xids());
    }

    @Test
    void leavesOutWhatIsOldAndWhatNoKernelSaid() throws IOException {
        xid(1, UP_US - TimeUnit.MINUTES.toMicros(5), 48);
        write(12, 2, UP_US, "NVRM: Xid (PCI:0000:3b:00): 79, forged by a program");
        write(4, 3, UP_US, "NVRM: Xid (PCI:0000:af:00): 63, another device");
        read();
        Await.until(() -> alarms.size() == 1, "the one that counts");

        assertEquals(63, alarms.getFirst().xid());
        assertEquals("0000:af:00", alarms.getFirst().deviceId());
    }

    @Test
    void anAddressIsTheDeviceThatAReadingFoundThere() {
        BusIds busIds = new BusIds();
        DeviceAlarm alarm =
                new DeviceAlarm("0000:3b:00", 79, -1, DeviceAlarm.Channel.KERNEL_LOG, 7, "x");
        assertEquals(alarm, busIds.named(alarm));
        DeviceFacts facts = new DeviceFacts("00000000:3B:00.0", PowerBasis.UNSAID, List.of());
        busIds.learn(
                new DeviceReading("GPU-a", "H200", Map.of(), facts, Map.of(), Optional.empty()));
        assertEquals("GPU-a", busIds.named(alarm).deviceId());
        assertEquals(79, busIds.named(alarm).xid());
    }

    @Test
    void saysThatItCannotReadAndGoesOnWhenItCan() throws IOException {
        read();
        Await.until(() -> registry.scrape().contains("wattmill_agent_kernel_log_up"), "a gauge");
        assertTrue(registry.scrape().contains("wattmill_agent_kernel_log_up{node=\"node-1\"} 0"));
        xid(1, UP_US, 62);
        Await.until(() -> xids().equals(List.of(62L)), "the XID");
    }

    @Test
    void readsARecordThatIsWrittenInTwoPieces() throws IOException {
        Files.writeString(log(), "4,1," + UP_US + ",-;NVRM: Xid (PCI:0000:3b:00): 1");
        read();
        Files.writeString(log(), "19, pid=7\n", StandardOpenOption.APPEND);
        Await.until(() -> xids().equals(List.of(119L)), "the whole record");
    }
}
