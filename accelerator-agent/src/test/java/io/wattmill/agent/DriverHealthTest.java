// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.contract.fleet.v1.DeviceCondition;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Faults as the driver and the kernel tell them, of a node with two GPUs and an engine on each. */
class DriverHealthTest {

    private static final long XID = 0x8;
    private static final String FAST =
            """
            agent:
              node-id: node-1
              devices:
                source: nvml
                nvml: {library: "%2$s", period: 20ms, slow-period: 20ms, event-wait: 50ms}
                host: {enabled: false}
              engines:
                - {id: engine-0, url: "%1$s/", device-ids: ["%3$s"]}
                - {id: engine-1, url: "%1$s/", device-ids: ["%4$s"]}
              sampling: {engine-period: 20ms, models-period: 100ms}
              scrape: {deadline: 5s}
              link: {node-report-period: 50ms}
              health: {kernel-log: "%5$s", retry-period: 10ms, period: 10ms, idle: 100ms}
            """;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);

    DriverHealthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Path kernelLog() {
        return folder.resolve("kmsg");
    }

    private AgentService start(StubDriver driver) throws IOException {
        Files.createFile(kernelLog());
        host.page("/metrics", Pages.vllm(0, 0, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
        String yaml =
                FAST.formatted(
                        host.url(""),
                        driver.library(),
                        StubDriver.uuid(0),
                        StubDriver.uuid(1),
                        kernelLog());
        AgentConfig config =
                Configuration.parse(yaml, Map.of()).section("agent", AgentConfig.class);
        AgentService agent =
                new AgentService(ServiceContext.of(vertx), config, router, new BillingEnd(vertx));
        Await.await(agent.start());
        router.report(report -> report.getDevicesCount() == 2);
        return agent;
    }

    private void kernelSays(int sequence, String text) throws IOException {
        String record = "4,%d,99999999999999,-;NVRM: Xid (PCI:0000:3c:00): %s%n";
        Files.writeString(kernelLog(), record.formatted(sequence, text), StandardOpenOption.APPEND);
    }

    private DeviceCondition second(DeviceHealth health) {
        NodeReport report =
                router.report(
                        r -> r.getConditionsList().stream().anyMatch(c -> c.getHealth() == health));
        assertEquals(NodeHealth.NODE_HEALTH_SUSPECT, report.getHealth(), "the other works on");
        return report.getConditions(0);
    }

    @Test
    void aFaultThatDriverAndKernelTellIsOneAndDrainsOneDevice() throws IOException {
        StubDriver driver = StubDriver.build(folder);
        AgentService agent = start(driver);
        driver.event(1, XID, 48);
        second(DeviceHealth.DEVICE_HEALTH_DOWN);
        kernelSays(1, "48, pid=7, name=python, DBE (double bit error)");
        kernelSays(2, "45, pid=7, name=python, Ch 00000008");
        Await.until(() -> codes().contains("xid.45"), "what the kernel said after it");

        assertEquals(List.of("xid.48", "device.draining", "device.down", "xid.45"), codes());
        assertEquals(
                List.of(StubDriver.uuid(1)),
                router.events().stream().map(NodeEvent::getSubject).distinct().toList());
        Await.await(agent.stop());
    }

    @Test
    void whatTheDriverAsksForDrainsAndItsWithdrawalRepairs() throws IOException {
        StubDriver driver = StubDriver.build(folder);
        AgentService agent = start(driver);
        driver.recoveryAction(1, 1);
        DeviceCondition down = second(DeviceHealth.DEVICE_HEALTH_DOWN);
        assertEquals(StubDriver.uuid(1), down.getDeviceId());
        assertTrue(down.getReason().contains("reset the GPU"), down.getReason());
        driver.recoveryAction(1, 0);
        second(DeviceHealth.DEVICE_HEALTH_RECOVERED);
        Await.await(agent.stop());
    }

    @Test
    void aGpuThatTheDriverLostDrainsAndComesBackWhenItIsFound() throws IOException {
        StubDriver driver = StubDriver.build(folder);
        AgentService agent = start(driver);
        driver.lost(1, 15);
        second(DeviceHealth.DEVICE_HEALTH_DOWN);
        assertTrue(codes().contains("driver.fault"), "as an event");
        driver.lost(1, 0);
        DeviceCondition back = second(DeviceHealth.DEVICE_HEALTH_RECOVERED);
        assertTrue(back.getReason().contains("its driver"), back.getReason());
        Await.await(agent.stop());
    }

    @Test
    void rowsThatWaitAreSuspectAndRowsThatFailedDrainWithoutAnyXid() throws IOException {
        StubDriver driver = StubDriver.build(folder);
        AgentService agent = start(driver);
        driver.rows(1, 144);
        DeviceCondition waits = second(DeviceHealth.DEVICE_HEALTH_SUSPECT);
        assertEquals("row remap pending, reset at the next idle", waits.getReason());
        driver.rows(1, 145);
        DeviceCondition failed = second(DeviceHealth.DEVICE_HEALTH_DOWN);
        assertEquals("row remap failed: call for replacement", failed.getReason());
        assertEquals(List.of("device.suspect", "device.draining", "device.down"), codes());
        Await.await(agent.stop());
    }

    private List<String> codes() {
        return router.events().stream()
                .map(NodeEvent::getCode)
                .filter(code -> !code.startsWith("energy.") && !code.startsWith("device.silent"))
                .toList();
    }
}
