// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.fleet.v1.DeviceState;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.meter.v1.DeviceMeter;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.health.HealthStatus;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.Median;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

class AgentServiceTest {

    private static final String FAST =
            """
            agent:
              node-id: node-1
              zone: hall-1
              labels: {tier: gold}
              join-secret: sesame
              devices: {dcgm-url: "%1$s/dcgm/metrics"}
              engines: [{id: engine-1, url: "%1$s/", gpu-type: h100-sxm, max-running: 64,
                         kv-events: {port: 5557, replay-port: 5558, ranks: 2}}]
              sampling:
                device-period: 10ms
                engine-period: 20ms
                models-period: 100ms
                stale-after: 2s
              scrape: {deadline: 5s}
              link:
                node-report-period: 50ms
                meter-report-period: 100ms
                node-backoff-min: 10ms
                node-backoff-max: 50ms
                meter-backoff-min: 10ms
                meter-backoff-max: 50ms
                ack-timeout: %2$s
            """;

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final PageServer host = new PageServer(vertx);
    private final RouterEnd router = new RouterEnd(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final Site site = new Site(vertx, router, billing);
    private final AgentService agent = agent("60s");

    @BeforeEach
    void serve() {
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000, "143.5"));
        host.page("/metrics", Pages.vllm(7, 2, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private AgentConfig config(String ackTimeout) {
        return Configuration.parse(FAST.formatted(host.url(""), ackTimeout), Map.of())
                .section("agent", AgentConfig.class);
    }

    /** An agent that waits so long for what billing has to acknowledge. */
    private AgentService agent(String ackTimeout) {
        AgentConfig config = config(ackTimeout);
        return new AgentService(
                services,
                config,
                Uplinks.grpc(services, site.address(), site.address(), config.link()));
    }

    private void start() {
        Await.await(agent.start());
    }

    @Test
    void saysHelloFirst() {
        start();
        NodeHello hello = router.hello(AgentServiceTest::isWhole);

        assertTrue(router.session(0).getFirst().hasHello());
        assertEquals("node-1", hello.getNodeId());
        assertEquals("hall-1", hello.getZone());
        assertEquals(Map.of("tier", "gold"), hello.getLabelsMap());
        assertEquals("sesame", hello.getJoinSecret());
        assertEquals("h100-sxm", hello.getDevices(0).getGpuType());
        assertEquals(700_000, hello.getDevices(0).getPowerCapMw());
        assertEquals(81_024L * 1024 * 1024, hello.getDevices(0).getMemoryBytes());
        EngineInfo engine = hello.getEngines(0);
        assertEquals(host.url("").toString(), engine.getUrl());
        assertEquals("vllm", engine.getKind());
        assertEquals("llama-3.1-8b", engine.getModels(0).getModel());
        assertEquals(131_072, engine.getModels(0).getMaxModelLen());
        assertEquals(List.of("GPU-a"), engine.getDeviceIdsList());
        assertEquals(32_768, engine.getKvCapacityTokens());
        assertEquals(64, engine.getMaxRunning());
        assertEquals("tcp://127.0.0.1:5557", engine.getKvEventsEndpoint());
        assertEquals("tcp://127.0.0.1:5558", engine.getKvReplayEndpoint());
        assertEquals(2, engine.getKvEventsRanks());
    }

    /** Whether everything was asked already that the host can tell. */
    private static boolean isWhole(NodeHello hello) {
        return hello.getDevicesCount() == 1
                && hello.getEnginesCount() == 1
                && hello.getEngines(0).getModelsCount() == 1
                && hello.getEngines(0).getDeviceIdsCount() == 1
                && hello.getEngines(0).getKvCapacityTokens() > 0;
    }

    private static boolean isWhole(NodeReport report) {
        return report.getDevicesCount() == 1 && isReachable(report);
    }

    private static boolean isReachable(NodeReport report) {
        return report.getEnginesCount() == 1 && report.getEngines(0).getReachable();
    }

    private static boolean isUnreachable(NodeReport report) {
        return report.getEnginesCount() == 1
                && report.getEngines(0).getUnreachableReason().startsWith("status");
    }

    private static boolean isWhole(MeterReport report) {
        return report.getDevicesCount() == 1
                && report.getEnginesCount() == 1
                && report.getEngines(0).getGenerationTokensTotal() > 0;
    }

    @Test
    void marksANodeWhoseDevicesSayThatTheyAreEmulated() {
        String real = Pages.dcgm(5_000_000, "143.5");
        host.page("/dcgm/metrics", real.replace("80GB HBM3", "80GB HBM3 (emulated)"));
        start();

        NodeHello hello = router.hello(h -> h.getDevicesCount() == 1);
        assertEquals(Map.of("tier", "gold", "emulated", "true"), hello.getLabelsMap());
    }

    @Test
    void thenReportsInSequence() {
        start();
        NodeReport report = router.report(r -> r.getSequence() >= 4 && isWhole(r));

        List<Long> sequences =
                router.session(0).stream()
                        .filter(NodeMessage::hasReport)
                        .map(m -> m.getReport().getSequence())
                        .toList();
        assertEquals(LongStream.rangeClosed(1, sequences.size()).boxed().toList(), sequences);
        assertEquals(1, router.session(0).stream().filter(NodeMessage::hasHello).count());
        assertEquals(NodeHealth.NODE_HEALTH_HEALTHY, report.getHealth());
        DeviceState device = report.getDevices(0);
        assertEquals(143_500, device.getPowerMw());
        assertEquals(5_000_000_000L, device.getEnergyUj());
        EngineState engine = report.getEngines(0);
        assertTrue(engine.getReachable());
        assertEquals(7, engine.getRunning());
        assertEquals(2, engine.getWaiting());
        assertEquals(250_000, engine.getKvUsedPpm());
        assertEquals(900, engine.getGenerationTokensTotal());
        assertEquals(125, engine.getCachedTokensTotal());
        assertFalse(engine.hasCoefficients());
        assertTrue(agentIsUp());
    }

    @Test
    void bringsItsMetersToBilling() {
        start();
        Await.until(() -> billing.reports().size() >= 4, "four meter reports");
        Await.until(() -> isWhole(billing.reports().getLast()), "one of device and engine");

        assertEquals(List.of(1L, 2L, 3L, 4L), billing.sequences(0).subList(0, 4));
        MeterReport report =
                billing.reports().reversed().stream()
                        .filter(AgentServiceTest::isWhole)
                        .findFirst()
                        .orElseThrow();
        assertEquals("sesame", report.getJoinSecret());
        DeviceMeter device = report.getDevices(0);
        assertEquals("GPU-a", device.getDeviceId());
        assertEquals(5_000_000_000L, device.getEnergyUj());
        assertEquals("dcgm-counter", device.getSource());
        EngineMeter engine = report.getEngines(0);
        assertEquals(List.of("GPU-a"), engine.getDeviceIdsList());
        assertEquals(900, engine.getGenerationTokensTotal());
        assertTrue(report.getObservedAtUs() > billing.reports().getFirst().getObservedAtUs());
    }

    @Test
    void integratesPowerWhereTheDeviceHasNoCounter() {
        host.page(
                "/dcgm/metrics",
                Pages.dcgm(1, "100").replace("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "OTHER"));
        start();
        Await.until(() -> withDevice().size() >= 5, "five meter reports");
        // Where a pause of the machine falls between reading and report, the next ones make it up.
        Await.until(this::isIntegralOf100Watts, "the integral of 100 W");
        assertEquals("integral", withDevice().getLast().getDevices(0).getSource());
    }

    private List<MeterReport> withDevice() {
        return billing.reports().stream().filter(report -> report.getDevicesCount() == 1).toList();
    }

    private boolean isIntegralOf100Watts() {
        List<MeterReport> reports = withDevice();
        MeterReport first = reports.getFirst();
        MeterReport last = reports.getLast();
        double seconds = (last.getObservedAtUs() - first.getObservedAtUs()) / 1e6;
        long uj = last.getDevices(0).getEnergyUj() - first.getDevices(0).getEnergyUj();
        return Math.abs(uj - 100e6 * seconds) <= 15e6 * seconds;
    }

    @Test
    void comesBackToARestartedRouterAndSaysHelloAgain() {
        start();
        String boot = router.hello(_ -> true).getBootId();
        long sequence = router.report(_ -> true).getSequence();

        site.close();
        Await.until(() -> !agentIsUp(), "the agent to notice");
        site.reopen();
        Await.until(() -> router.sessions() >= 2, "a second session");
        NodeReport report = router.report(r -> r.getSequence() > sequence);

        assertTrue(router.session(router.sessions() - 1).getFirst().hasHello());
        assertEquals(boot, router.hello(_ -> true).getBootId());
        assertTrue(report.getSequence() > sequence);
    }

    @Test
    void resendsWhatBillingHasNotAcknowledgedInOrderAndNothingElse() {
        billing.answer(r -> r.getSequence() <= 3 ? BillingEnd.ack(r) : noAck());
        start();
        Await.until(() -> billing.reports().size() >= 6, "reports beyond the acknowledged");

        site.close();
        billing.answer(BillingEnd::ack);
        site.reopen();
        Await.until(() -> billing.sessions() >= 2, "a second session");
        int last = billing.sessions() - 1;
        Await.until(() -> billing.sequences(last).size() >= 6, "six reports after the restart");

        List<Long> resent = billing.sequences(last);
        assertEquals(LongStream.range(4, 4 + resent.size()).boxed().toList(), resent);
        assertEquals(
                LongStream.rangeClosed(1, 3).boxed().toList(), billing.sequences(0).subList(0, 3));
    }

    @Test
    void sendsNothingTwiceWhileTheSessionLasts() {
        start();
        Await.until(() -> billing.reports().size() >= 8, "eight reports");

        Set<Long> once = new HashSet<>(billing.sequences(0));
        assertEquals(once.size(), billing.sequences(0).size());
        assertEquals(1, billing.sessions());
    }

    @Test
    void dialsAgainWhenBillingDoesNotAcknowledge() {
        billing.answer(_ -> noAck());
        Await.await(agent("400ms").start());

        Await.until(() -> billing.sessions() >= 2, "a second session");
        Await.until(() -> !billing.sequences(1).isEmpty(), "a report in it");
        assertEquals(1, billing.sequences(1).getFirst());
    }

    @Test
    void dropsAReportThatBillingRefusesAndCountsIt() {
        billing.answer(
                r ->
                        r.getSequence() == 2
                                ? BillingEnd.ack(r).toBuilder().setRefusedReason("absurd").build()
                                : BillingEnd.ack(r));
        start();
        Await.until(() -> billing.reports().size() >= 4, "reports after the refused one");

        Await.until(() -> refused() > 0, "the refusal is counted");
        assertEquals(1, refused());
        assertEquals(List.of(1L, 2L, 3L, 4L), billing.sequences(0).subList(0, 4));
    }

    private double refused() {
        return services.metrics().get("wattmill_agent_meter_refused").counter().count();
    }

    @Test
    void drainsAndResumesOnCommand() {
        start();
        router.report(_ -> true);
        NodeCommand.Drain drain = NodeCommand.Drain.newBuilder().setReason("row remap").build();
        router.order(NodeCommand.newBuilder().setCommandId("c1").setDrain(drain).build());

        assertTrue(router.result("c1").getOk());
        NodeReport draining = router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_DRAINING);
        assertEquals("row remap", draining.getHealthReason());

        router.hangUp();
        Await.until(() -> router.sessions() >= 2, "a second session");
        router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_DRAINING);
        NodeCommand.Resume resume = NodeCommand.Resume.getDefaultInstance();
        router.order(NodeCommand.newBuilder().setCommandId("c2").setResume(resume).build());
        assertTrue(router.result("c2").getOk());
        router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_HEALTHY);
    }

    @Test
    void answersEveryCommandThatWantsAnAnswer() {
        start();
        router.report(_ -> true);
        NodeCommand.Builder ping = NodeCommand.newBuilder().setCommandId("ping");
        router.order(ping.setPing(NodeCommand.Ping.getDefaultInstance()).build());
        NodeCommand.Builder lease = NodeCommand.newBuilder().setCommandId("lease");
        router.order(lease.setPowerLease(NodeCommand.PowerLease.getDefaultInstance()).build());
        router.order(NodeCommand.newBuilder().setCommandId("unknown").build());

        assertTrue(router.result("ping").getOk());
        assertFalse(router.result("lease").getOk());
        assertFalse(router.result("unknown").getOk());
    }

    @Test
    void reportsTheCoefficientsThatTheRouterSent() {
        EnergyCoefficients sent =
                EnergyCoefficients.newBuilder().setDecodeUjPerToken(70_000).setVersion(3).build();
        start();
        router.report(_ -> true);
        router.order(
                NodeCommand.newBuilder()
                        .setEnergyPrior(
                                NodeCommand.EnergyPrior.newBuilder()
                                        .setEngineId("engine-1")
                                        .setCoefficients(sent))
                        .build());

        assertEquals(
                sent,
                router.report(AgentServiceTest::hasCoefficients).getEngines(0).getCoefficients());
        Await.until(
                () -> hasCoefficients(billing.reports().getLast()),
                "coefficients in a meter report");
    }

    private static boolean hasCoefficients(NodeReport report) {
        return report.getEnginesCount() == 1 && report.getEngines(0).hasCoefficients();
    }

    private static boolean hasCoefficients(MeterReport report) {
        return report.getEnginesCount() == 1 && report.getEngines(0).hasCoefficients();
    }

    @Test
    void saysWhyAnEngineDoesNotAnswerAndGreetsAgainWhenItServesSomethingElse() {
        start();
        router.report(AgentServiceTest::isReachable);

        host.page("/metrics", request -> request.response().setStatusCode(503).end());
        NodeReport down = router.report(AgentServiceTest::isUnreachable);
        assertEquals("status: HTTP 503", down.getEngines(0).getUnreachableReason());
        assertEquals(900, down.getEngines(0).getGenerationTokensTotal());

        host.page("/v1/models", Pages.models("llama-3.1-70b"));
        host.page("/metrics", Pages.vllm(0, 0, 0, 0));
        router.report(AgentServiceTest::isReachable);
        NodeHello hello =
                router.hello(
                        h -> isWhole(h) && h.getEngines(0).getModels(0).getModel().endsWith("70b"));
        assertEquals(1, hello.getEngines(0).getModelsCount());
    }

    @Test
    void isSuspectWhileItsDevicesCannotBeReadAndReportsNoStaleReadings() {
        start();
        router.report(r -> r.getDevicesCount() == 1);

        host.page("/dcgm/metrics", request -> request.response().setStatusCode(500).end());
        NodeReport suspect = router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_SUSPECT);
        assertEquals("devices cannot be read: status: HTTP 500", suspect.getHealthReason());
        assertEquals(0, suspect.getDevicesCount());

        serve();
        router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_HEALTHY);
    }

    @Test
    void tellsOfAnXidOnce() {
        start();
        router.report(_ -> true);
        host.page(
                "/dcgm/metrics",
                Pages.dcgm(6_000_000, "100")
                        .replace("err_msg=\"No Error\"} 0", "err_msg=\"x\"} 79"));

        NodeEvent event =
                router.last(
                        NodeMessage::hasEvent,
                        NodeMessage::getEvent,
                        told -> told.getCode().equals("xid.79"),
                        "an event");
        assertEquals("GPU-a", event.getSubject());
        long sequence = router.report(_ -> true).getSequence();
        router.report(r -> r.getSequence() > sequence + 3);
        Await.until(() -> router.events().size() >= 2, "what follows from it");
        List<String> codes = router.events().stream().map(NodeEvent::getCode).toList();
        assertEquals(List.of("xid.79", "device.draining"), codes);
    }

    @Test
    void hasANewBootIdAtEveryStart() {
        start();
        String first = router.hello(_ -> true).getBootId();
        Await.await(agent.stop());
        Await.await(agent("60s").start());
        Await.until(() -> router.sessions() >= 2, "a second session");

        assertNotEquals(first, router.hello(_ -> true).getBootId());
    }

    @Test
    void worksBesideItsServicesInOneProcess() {
        AgentService inside = new AgentService(services, config("60s"), router, billing);
        Await.await(inside.start());

        router.report(r -> r.getSequence() >= 2);
        Await.until(() -> billing.reports().size() >= 2, "two meter reports");
        Await.await(inside.stop());
    }

    @Test
    void startsAndStopsWhenNobodyIsThere() {
        host.close();
        site.close();
        assertTrue(Median.of(3, this::nanosOfOneLife) < Duration.ofSeconds(3).toNanos());
    }

    private long nanosOfOneLife() {
        AgentService one = agent("60s");
        long began = System.nanoTime();
        Await.await(one.start());
        assertFalse(agentIsUp());
        Await.await(one.drain());
        Await.await(one.stop());
        long took = System.nanoTime() - began;
        assertFalse(services.health().readiness().containsKey("agent node-1"));
        return took;
    }

    @Test
    void drainTellsTheRouterAndStopBringsTheLastReading() {
        start();
        Await.until(() -> !billing.reports().isEmpty(), "a meter report");
        Await.await(agent.drain());
        router.report(r -> r.getHealth() == NodeHealth.NODE_HEALTH_DRAINING);
        host.page("/dcgm/metrics", Pages.dcgm(9_000_000, "100"));
        Await.await(agent.stop());

        assertEquals(9_000_000_000L, billing.reports().getLast().getDevices(0).getEnergyUj());
    }

    private boolean agentIsUp() {
        HealthStatus health = services.health().readiness().get("agent node-1");
        return health != null && health.ok();
    }

    private static MeterAck noAck() {
        return MeterAck.getDefaultInstance();
    }
}
