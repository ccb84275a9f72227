// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Faults, drains and what outlives an absence, through an agent's own doors. */
class AgentHealthTest {

    private static final String FAST =
            """
            agent:
              node-id: node-1
              join-secret: sesame
              devices: {dcgm-url: "%1$s/dcgm/metrics"}
              engines: [{id: engine-1, url: "%1$s/", gpu-type: h100-sxm, max-running: 64}]
              sampling: {device-period: 10ms, engine-period: 20ms, models-period: 100ms, stale-after: 2s}
              scrape: {deadline: 5s}
              link:
                node-report-period: 50ms
                meter-report-period: 100ms
                node-backoff-min: 10ms
                node-backoff-max: 50ms
                meter-backoff-min: 10ms
                meter-backoff-max: 50ms
              buffer: {directory: "%2$s/buffer"}
              health: {kernel-log: "%2$s/kmsg", retry-period: 10ms, period: 10ms, idle: 200ms}
            """;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = new FakeClock();
    private final ServiceContext services = ServiceContext.of(vertx).with(clock, Ticker.system());
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final Site site = new Site(vertx, router, billing);
    private int records;

    AgentHealthTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void serve() throws IOException {
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000, "143.5"));
        host.page("/metrics", Pages.vllm(0, 0, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
        Files.createFile(folder.resolve("kmsg"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private AgentService start() {
        AgentConfig config =
                Configuration.parse(FAST.formatted(host.url(""), folder), Map.of())
                        .section("agent", AgentConfig.class);
        AgentService agent =
                new AgentService(
                        services,
                        config,
                        Uplinks.grpc(services, site.address(), site.address(), config.link()));
        Await.await(agent.start());
        return agent;
    }

    private void kernelSays(String text) throws IOException {
        String record = "4,%d,99999999999999,-;NVRM: Xid (PCI:0000:18:00): %s%n";
        Files.writeString(
                folder.resolve("kmsg"),
                record.formatted(++records, text),
                StandardOpenOption.APPEND);
    }

    private NodeReport node(NodeHealth health) {
        return router.report(report -> report.getHealth() == health);
    }

    private static boolean hasEngine(NodeReport report) {
        return report.getEnginesCount() == 1;
    }

    private void engineRuns(int requests) {
        host.page("/metrics", Pages.vllm(requests, 0, 5_000, 900));
        router.report(r -> hasEngine(r) && r.getEngines(0).getRunning() == requests);
    }

    @Test
    void drainsThroughTheRouterFirstAndIsDownWhenTheLastStreamHasEnded() throws IOException {
        start();
        router.report(report -> report.getDevicesCount() == 1);
        engineRuns(3);
        kernelSays("79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.");

        NodeReport draining = node(NodeHealth.NODE_HEALTH_DRAINING);
        assertTrue(draining.getHealthReason().contains("fallen off the bus"), "why, for a person");
        assertEquals(DeviceHealth.DEVICE_HEALTH_DRAINING, draining.getConditions(0).getHealth());
        assertEquals("GPU-a", draining.getConditions(0).getDeviceId(), "not its address");
        long sequence = draining.getSequence();
        NodeReport later = router.report(report -> report.getSequence() > sequence + 10);
        assertEquals(NodeHealth.NODE_HEALTH_DRAINING, later.getHealth(), "three streams run");

        engineRuns(0);
        node(NodeHealth.NODE_HEALTH_DOWN);
        Await.until(() -> codes().contains("device.down"), "an event says so");
        assertEquals(List.of("xid.79", "device.draining", "device.down"), codes());
    }

    @Test
    void worksOnWhenATenantsProgramFailed() throws IOException {
        start();
        router.report(r -> hasEngine(r) && r.getEngines(0).getReachable());
        for (String xid : List.of("13", "31", "43", "45")) {
            kernelSays(xid + ", pid=77, name=python, Ch 00000008");
        }
        Await.until(() -> codes().size() == 4, "four events");
        long sequence = router.report(_ -> true).getSequence();
        NodeReport later = router.report(report -> report.getSequence() > sequence + 3);
        assertEquals(NodeHealth.NODE_HEALTH_HEALTHY, later.getHealth());
        assertEquals(List.of("xid.13", "xid.31", "xid.43", "xid.45"), codes());
    }

    @Test
    void comesBackOnAnOperatorsResume() throws IOException {
        start();
        kernelSays("48, pid=77, name=python, DBE");
        node(NodeHealth.NODE_HEALTH_DOWN);
        NodeCommand.Resume resume = NodeCommand.Resume.getDefaultInstance();
        router.order(NodeCommand.newBuilder().setCommandId("c1").setResume(resume).build());

        assertTrue(router.result("c1").getOk());
        NodeReport back = node(NodeHealth.NODE_HEALTH_SUSPECT);
        assertTrue(back.getHealthReason().contains("an operator resumed it"));
    }

    @Test
    void aDriverThatWasLoadedAgainIsSeenAndRepairsWhatItRepairs() throws IOException {
        host.page("/dcgm/metrics", xid(0, 5_000_000));
        start();
        router.report(report -> report.getDevicesCount() == 1);
        host.page("/dcgm/metrics", xid(119, 5_000_100));
        node(NodeHealth.NODE_HEALTH_DOWN);

        host.page("/dcgm/metrics", request -> request.response().setStatusCode(500).end());
        router.report(report -> report.getDevicesCount() == 0);
        host.page("/dcgm/metrics", xid(0, 12_000));
        NodeReport back =
                router.report(
                        report ->
                                report.getHealth() == NodeHealth.NODE_HEALTH_SUSPECT
                                        && report.getDevicesCount() == 1);
        assertEquals(12_000_000L, back.getDevices(0).getEnergyUj(), "what was used since");
        assertTrue(back.getHealthReason().contains("its driver was loaded again"));
        List<String> expected = List.of("xid.119", "device.down", "energy.reset");
        Await.until(() -> codes().containsAll(expected), "events of it all");
    }

    private static String xid(int xid, long energyMj) {
        return Pages.dcgm(energyMj, "100")
                .replace("err_msg=\"No Error\"} 0", "err_msg=\"No Error\"} " + xid);
    }

    @Test
    void anEngineThatStartedAgainDrainsNothing() {
        start();
        router.report(r -> hasEngine(r) && r.getEngines(0).getGenerationTokensTotal() == 900);
        host.page("/metrics", request -> request.response().setStatusCode(503).end());
        NodeReport gone = router.report(r -> hasEngine(r) && !r.getEngines(0).getReachable());
        assertEquals(NodeHealth.NODE_HEALTH_HEALTHY, gone.getHealth(), "the devices are well");

        host.page("/metrics", Pages.vllm(1, 0, 10, 4));
        NodeReport back =
                router.report(r -> hasEngine(r) && r.getEngines(0).getGenerationTokensTotal() == 4);
        assertTrue(back.getEngines(0).getReachable(), "with counters that began anew");
        assertEquals(NodeHealth.NODE_HEALTH_HEALTHY, back.getHealth());
        assertEquals(List.of(), codes());
    }

    @Test
    void eventsOutliveTheRouterAndTheAgentAndComeOnce() throws IOException {
        AgentService first = start();
        router.report(_ -> true);
        site.close();
        kernelSays("48, pid=77, name=python, DBE");
        Await.until(() -> onDisk("events") > 100, "the events on disk");
        Await.await(first.stop());
        assertEquals(List.of(), codes());

        site.reopen();
        start();
        Await.until(() -> codes().contains("device.draining"), "the events of the first run");
        List<NodeEvent> events = router.events();
        assertEquals("xid.48", events.getFirst().getCode());
        assertEquals(
                events.size(),
                new HashSet<>(events.stream().map(AgentHealthTest::identity).toList()).size());
    }

    private static String identity(NodeEvent event) {
        return event.getBootId() + event.getSequence();
    }

    @Test
    void reportsOutliveTheAgentAndComeFirst() {
        billing.answer(_ -> MeterAck.getDefaultInstance());
        AgentService first = start();
        Await.until(() -> billing.reports().size() >= 4, "reports that nobody acknowledges");
        String firstBoot = billing.reports().getFirst().getBootId();
        Await.await(first.stop());
        billing.answer(BillingEnd::ack);
        int sessions = billing.sessions();
        start();
        Await.until(() -> billing.sessions() > sessions, "another session");
        Await.until(() -> hasTwoBoots(sessions), "reports of both runs");

        List<MeterReport> reports = billing.session(sessions);
        assertEquals(1, reports.getFirst().getSequence());
        assertEquals(firstBoot, reports.getFirst().getBootId());
        assertEquals("sesame", reports.getFirst().getJoinSecret());
        boolean second = false;
        for (MeterReport report : reports) {
            assertFalse(second && report.getBootId().equals(firstBoot), "an old one after a new");
            second |= !report.getBootId().equals(firstBoot);
        }
    }

    private boolean hasTwoBoots(int session) {
        return billing.session(session).stream().map(MeterReport::getBootId).distinct().count() > 1;
    }

    @Test
    void reportsFromMemoryAndSaysSoWhenTheDiskRefuses() throws IOException {
        Files.writeString(folder.resolve("buffer"), "a file where the folder should be");
        start();
        kernelSays("63, pid=77, name=python, row remap");
        Await.until(() -> billing.reports().size() >= 3, "reports");
        Await.until(() -> codes().contains("xid.63"), "an event");
        assertTrue(
                services.metrics()
                        .scrape()
                        .contains(
                                "wattmill_agent_buffer_on_disk{node=\"node-1\",what=\"reports\"}"
                                        + " 0.0"));
    }

    @Test
    void keepsTheSecretOfTheSiteOffTheDisk() throws IOException {
        billing.answer(_ -> MeterAck.getDefaultInstance());
        start();
        Await.until(() -> onDisk("reports") > 200, "reports on disk");
        try (Stream<Path> files = Files.walk(folder.resolve("buffer"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                .contains("sesame"));
            }
        }
    }

    @Test
    void aClockThatJumpsChangesNoVerdictAndRefusesNoReport() throws IOException {
        start();
        kernelSays("63, pid=77, name=python, row remap");
        node(NodeHealth.NODE_HEALTH_SUSPECT);
        for (Duration jump :
                List.of(Duration.ofDays(1), Duration.ofDays(-1), Duration.ofSeconds(-5))) {
            clock.advance(jump);
            int before = billing.reports().size();
            Await.until(() -> billing.reports().size() >= before + 2, "reports after a jump");
            MeterReport last = billing.reports().getLast();
            assertTrue(last.getObservedAtUs() - clock.nowUs() <= 20_000_000, "ahead of the clock");
        }
        node(NodeHealth.NODE_HEALTH_SUSPECT);
        List<Long> sequences = billing.sequences(0);
        assertEquals(new HashSet<>(sequences).size(), sequences.size());
    }

    private List<String> codes() {
        return router.events().stream().map(NodeEvent::getCode).toList();
    }

    private long onDisk(String what) {
        try (Stream<Path> files = Files.list(folder.resolve("buffer/node-node-1/" + what))) {
            return files.mapToLong(AgentHealthTest::bytes).sum();
        } catch (IOException _) {
            return 0;
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
