// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.contract.meter.v1.EngineMeter;
import io.wattmill.contract.meter.v1.HostMeter;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A host without devices, or whose devices nobody can read, brings what else it has to billing. */
class AgentWithoutDevicesTest {

    private static final String FAST =
            """
            agent:
              node-id: node-1
              devices:
                source: %1$s
                dcgm-url: "%2$s/dcgm/metrics"
                host: {folder: "%3$s", period: 20ms}
              engines: [{id: engine-1, url: "%2$s/"}]
              sampling: {device-period: 10ms, engine-period: 20ms, models-period: 100ms, stale-after: 200ms}
              scrape: {deadline: 5s}
              link: {node-report-period: 50ms, meter-report-period: 100ms, meter-backoff-min: 10ms}
            """;

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final PageServer host = new PageServer(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final Site site = new Site(vertx, new RouterEnd(vertx), billing);

    AgentWithoutDevicesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void serve() throws IOException {
        host.page("/dcgm/metrics", Pages.dcgm(5_000_000, "143.5"));
        host.page("/metrics", Pages.vllm(7, 2, 5_000, 900));
        host.page("/v1/models", Pages.models("llama-3.1-8b"));
        Path zone = Files.createDirectories(folder.resolve("intel-rapl:0"));
        Files.writeString(zone.resolve("name"), "package-0\n");
        Files.writeString(zone.resolve("max_energy_range_uj"), "262143328850\n");
        counts(1_000);
    }

    private void counts(long energyUj) throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, energyUj + "\n");
        Files.move(
                next,
                folder.resolve("intel-rapl:0/energy_uj"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private AgentService start(String source) {
        AgentConfig config =
                Configuration.parse(FAST.formatted(source, host.url(""), folder), Map.of())
                        .section("agent", AgentConfig.class);
        AgentService agent =
                new AgentService(
                        ServiceContext.of(vertx),
                        config,
                        Uplinks.grpc(
                                ServiceContext.of(vertx),
                                site.address(),
                                site.address(),
                                config.link()));
        Await.await(agent.start());
        return agent;
    }

    private MeterReport report(Predicate<MeterReport> wanted) {
        Await.until(() -> billing.reports().stream().anyMatch(wanted), "such a meter report");
        return billing.reports().stream().filter(wanted).toList().getLast();
    }

    private static long hostUj(MeterReport report) {
        return report.getHostsList().stream().mapToLong(HostMeter::getEnergyUj).sum();
    }

    @Test
    void reportsHostAndEnginesWhereThereIsNoDeviceSource() throws IOException {
        AgentService agent = start("none");
        report(it -> it.getHostsCount() == 1 && hostUj(it) == 0);
        counts(81_000);
        MeterReport report = report(it -> hostUj(it) == 80_000 && hasTotals(it));
        assertEquals("rapl-package-0", report.getHosts(0).getSource());
        assertEquals(List.of(), report.getDevicesList());
        EngineMeter engine = report.getEngines(0);
        assertEquals("engine-1", engine.getEngineId());
        assertEquals(900, engine.getGenerationTokensTotal());
        assertEquals(List.of(), engine.getDeviceIdsList());

        Await.await(agent.stop());
        List<Long> sequences = billing.sequences(0);
        assertEquals(sequences.size(), sequences.getLast(), "one after the other");
        List<MeterReport> reports = billing.reports();
        for (int i = 1; i < reports.size(); i++) {
            assertTrue(reports.get(i).getObservedAtUs() > reports.get(i - 1).getObservedAtUs());
        }
    }

    @Test
    void reportsThemWithoutTheDevicesWhileNobodyAnswersForThese() throws IOException {
        start("dcgm");
        report(it -> it.getDevicesCount() == 1 && it.getHostsCount() == 1);
        host.page("/dcgm/metrics", request -> request.response().setStatusCode(500).end());
        int before = billing.reports().size();
        Await.until(
                () ->
                        billing.reports().stream()
                                .skip(before)
                                .anyMatch(it -> it.getDevicesCount() == 0 && hasTotals(it)),
                "a report without the devices");
        counts(81_000);
        MeterReport away = report(it -> hostUj(it) == 80_000);
        assertEquals(0, away.getDevicesCount(), "an old reading is not told again");
        assertEquals(List.of("GPU-a"), away.getEngines(0).getDeviceIdsList(), "it is still on it");

        host.page("/dcgm/metrics", Pages.dcgm(6_000_000, "143.5"));
        report(it -> it.getDevicesCount() == 1 && hostUj(it) == 80_000);
    }

    private static boolean hasTotals(MeterReport report) {
        return report.getEnginesCount() == 1 && report.getEngines(0).getReadAtUs() > 0;
    }
}
