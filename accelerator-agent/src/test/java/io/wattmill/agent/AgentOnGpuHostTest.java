// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An agent on a host whose driver library is a stub of ours. */
class AgentOnGpuHostTest {

    private static final long A_MINUTE = 60_000;
    private static final int LOST = 15;

    private static final String HOST =
            """
            agent:
              node-id: gpu-17
              devices:
                nvml:
                  library: "%s"
                  period: 10ms
                  look-period: 20ms
                  slow-period: 10ms
                  answer-timeout: 1s
                  reopen-min: 50ms
                  reopen-max: 100ms
                  event-wait: 50ms
                host: {folder: "%s", period: 10ms}
              link:
                node-report-period: 50ms
                meter-report-period: 100ms
              %s
            """;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final RouterEnd router = new RouterEnd(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);

    @TempDir Path folder = Path.of("");

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void findsTheDriverByItselfAndSaysWhatItsFiguresAre() {
        start(StubDriver.build(folder));
        NodeHello hello =
                router.hello(h -> h.getDevicesCount() == 2 && h.getDevices(0).getPowerCapMw() > 0);

        assertEquals("NVIDIA Stub H200", hello.getDevices(0).getModelName());
        assertEquals("00000000:3B:00.0", hello.getDevices(0).getBusId());
        assertEquals("instant, board", hello.getDevices(0).getPowerBasis());
        assertEquals(143_771L << 20, hello.getDevices(0).getMemoryBytes());
        assertEquals(700_000, hello.getDevices(0).getPowerCapMw());
        assertEquals("nvml-counter", meters().getDevices(0).getSource());
    }

    @Test
    void booksAnEngineThatIsConfiguredOnAPartOfADeviceOnTheDevice() {
        StubDriver driver = StubDriver.build(folder);
        driver.mig(1, 1);
        start(
                driver,
                "engines: [{id: e, url: \"http://127.0.0.1:1\", device-ids: [MIG-stub-100]}]");

        EngineInfo engine =
                router.hello(
                                h ->
                                        h.getEnginesCount() == 1
                                                && h.getEngines(0)
                                                        .getDeviceIdsList()
                                                        .contains(StubDriver.uuid(1)))
                        .getEngines(0);
        assertEquals(List.of(StubDriver.uuid(1)), engine.getDeviceIdsList());
        assertEquals("configured; MIG-stub-100 of GPU-stub-1", engine.getDevicesKnownBy());
    }

    @Test
    void countsTheHostsOwnEnergy() throws IOException {
        Path zone = Files.createDirectories(folder.resolve("intel-rapl:0"));
        Files.writeString(zone.resolve("name"), "package-0");
        Files.writeString(zone.resolve("max_energy_range_uj"), "1000000");
        Files.writeString(zone.resolve("energy_uj"), "500");
        start(StubDriver.build(folder));
        Await.until(() -> hostEnergy() == 0, "the host's meter");
        Files.writeString(zone.resolve("energy_uj"), "1700");

        Await.until(() -> hostEnergy() == 1_200, "what the host used since");
        assertEquals("rapl-package-0", meters().getHosts(0).getSource());
    }

    @Test
    void reportsOneDeviceWhileTheOtherHangsAndSaysForHowLong() {
        StubDriver driver = StubDriver.build(folder);
        start(driver);
        router.report(r -> r.getDevicesCount() == 2);
        driver.hang(0, A_MINUTE);
        NodeReport report = router.report(r -> r.getSilentDevicesCount() == 1);

        assertEquals(StubDriver.uuid(0), report.getSilentDevices(0).getDeviceId());
        assertTrue(
                report.getSilentDevices(0)
                        .getReason()
                        .startsWith("timeout: the driver did not answer for"));
        assertEquals(NodeHealth.NODE_HEALTH_SUSPECT, report.getHealth());
        driver.power(1, 321_000);
        router.report(r -> r.getDevicesCount() == 1 && r.getDevices(0).getPowerMw() == 321_000);
        driver.hang(0, 0);
        router.report(r -> r.getDevicesCount() == 2 && r.getSilentDevicesCount() == 0);
    }

    @Test
    void tellsThatADeviceWasLostAndThatItIsBack() {
        StubDriver driver = StubDriver.build(folder);
        start(driver);
        router.report(r -> r.getDevicesCount() == 2);
        driver.lost(1, LOST);
        event("device.silent");
        driver.lost(1, 0);
        event("device.back");

        assertEquals(2, router.report(r -> r.getDevicesCount() == 2).getDevicesCount());
    }

    @Test
    void followsACounterThatStartsAnewAndSaysSo() {
        StubDriver driver = StubDriver.build(folder);
        start(driver);
        router.report(r -> energyOfSecond(r) == 5_000_001_000L);
        driver.energy(1, 7);
        event("energy.reset");

        assertEquals(7_000, energyOfSecond(router.report(r -> energyOfSecond(r) == 7_000)));
    }

    private static long energyOfSecond(NodeReport report) {
        return report.getDevicesCount() == 2 ? report.getDevices(1).getEnergyUj() : -1;
    }

    private void start(StubDriver driver) {
        start(driver, "zone: hall-1");
    }

    private void start(StubDriver driver, String more) {
        AgentConfig config =
                Configuration.parse(HOST.formatted(driver.library(), folder, more), Map.of())
                        .section("agent", AgentConfig.class);
        Await.await(new AgentService(services, config, router, billing).start());
    }

    private void event(String code) {
        // A driver that was late by chance tells such things of the other device, too.
        router.last(
                NodeMessage::hasEvent,
                NodeMessage::getEvent,
                e -> e.getCode().equals(code) && e.getSubject().equals(StubDriver.uuid(1)),
                code);
    }

    private MeterReport meters() {
        Await.until(
                () -> billing.reports().stream().anyMatch(r -> r.getDevicesCount() == 2),
                "a meter report");
        return billing.reports().reversed().stream()
                .filter(r -> r.getDevicesCount() == 2)
                .findFirst()
                .orElseThrow();
    }

    private long hostEnergy() {
        return billing.reports().isEmpty() || billing.reports().getLast().getHostsCount() == 0
                ? -1
                : billing.reports().getLast().getHosts(0).getEnergyUj();
    }
}
