// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.dcgm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

class DcgmExporterTest {

    private static final ScrapeConfig PATIENT = within("30s");
    private static final ScrapeConfig HASTY = within("3s");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScrapeMetrics metrics = new ScrapeMetrics(registry, "node-1");
    private final HttpScrape scrape = scrape(PATIENT);
    private final PageServer server = new PageServer(vertx);

    private static ScrapeConfig within(String deadline) {
        String config =
                "s: {connect-timeout: 10s, deadline: %s, max-body-bytes: 65536, max-devices: 2}";
        return Configuration.parse(config.formatted(deadline), Map.of())
                .section("s", ScrapeConfig.class);
    }

    private HttpScrape scrape(ScrapeConfig config) {
        return new HttpScrape(vertx, config, metrics, Clock.system(), Ticker.system());
    }

    @BeforeEach
    void serve() {
        server.page("/metrics", Pages.dcgm(123_456_789_012L, "143.257"));
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void readsADeviceInTheUnitsOfTheHouse() {
        DeviceReading device = seen().devices().getFirst();

        assertEquals("GPU-a", device.deviceId());
        assertEquals(OptionalInt.of(0), device.facts().number());
        assertEquals("NVIDIA H100 80GB HBM3", device.modelName());
        assertEquals("00000000:18:00.0", device.facts().busId());
        assertEquals(OptionalLong.of(123_456_789_012_000L), device.value(Quantity.ENERGY_UJ));
        assertEquals(OptionalLong.of(143_257), device.value(Quantity.POWER_MW));
        assertEquals(OptionalLong.of(700_000), device.value(Quantity.POWER_CAP_MW));
        assertEquals(OptionalLong.of(41), device.value(Quantity.TEMPERATURE_C));
        assertEquals(OptionalLong.of(1980), device.value(Quantity.SM_CLOCK_MHZ));
        assertEquals(OptionalLong.of(370_000), device.value(Quantity.UTILIZATION_PPM));
        assertEquals(OptionalLong.of(4), device.value(Quantity.THROTTLE_REASONS));
        assertEquals(OptionalLong.of(0), device.value(Quantity.XID));
        assertEquals(81_024L * 1024 * 1024, device.memoryBytes());
    }

    @Test
    void doesNotAddUpARepeatedDevice() {
        String page = Pages.dcgm(5_000, "100");
        server.page("/metrics", page + page.replace("gpu=", "GPU_I_ID=\"1\",gpu="));

        DeviceScan.Seen seen = seen();

        assertEquals(1, seen.devices().size());
        assertEquals(100_000, seen.devices().getFirst().orZero(Quantity.POWER_MW));
    }

    @Test
    void takesABlankValueForNoValue() {
        server.page("/metrics", Pages.dcgm(5_000, "2147483632"));

        assertEquals(OptionalLong.empty(), seen().devices().getFirst().value(Quantity.POWER_MW));
    }

    @Test
    void prefersTheEnforcedLimitAndTheNewerNameOfTheReasons() {
        server.page(
                "/metrics",
                Pages.dcgm(5_000, "100")
                        + """
                        DCGM_FI_DEV_ENFORCED_POWER_LIMIT{gpu="0",UUID="GPU-a"} 500
                        DCGM_FI_DEV_CLOCKS_EVENT_REASONS{gpu="0",UUID="GPU-a"} 8
                        """);

        DeviceReading device = seen().devices().getFirst();

        assertEquals(500_000, device.orZero(Quantity.POWER_CAP_MW));
        assertEquals(8, device.orZero(Quantity.THROTTLE_REASONS));
    }

    @Test
    void looksAtNoMoreDevicesThanItsBound() {
        server.page(
                "/metrics", "DCGM_FI_DEV_POWER_USAGE{gpu=\"%d\"} 1\n".repeat(3).formatted(0, 1, 2));

        assertEquals(2, seen().devices().size());
        assertEquals(1, limitHits("agent.scrape.max-devices"));
    }

    @Test
    void keepsOneConnection() {
        for (int i = 0; i < 5; i++) {
            seen();
            assertEquals(FailureReason.STATUS, unseen(server.url("/none")));
        }

        assertEquals(1, server.connections());
    }

    @Test
    void saysWhyThereIsNothing() throws IOException {
        server.page("/slow", _ -> {});
        server.page("/drip", request -> request.response().setChunked(true).write("# "));
        server.page("/huge", "#".repeat(70_000));
        server.page("/cut", request -> request.connection().close());
        server.page("/other", "up 1\n");

        assertEquals(FailureReason.STATUS, unseen(server.url("/none")));
        HttpScrape hasty = scrape(HASTY);
        for (String late : List.of("/slow", "/drip")) {
            assertEquals(FailureReason.TIMEOUT, unseen(hasty, HASTY, server.url(late)));
        }
        assertEquals(FailureReason.TOO_LARGE, unseen(server.url("/huge")));
        assertEquals(FailureReason.CLOSED, unseen(server.url("/cut")));
        assertEquals(FailureReason.MALFORMED, unseen(server.url("/other")));
        assertEquals(1, limitHits("agent.scrape.max-body-bytes"));
        assertEquals(FailureReason.UNREACHABLE, unseen(nobody()));
        assertEquals(2, failures("timeout"));
        assertEquals(1, failures("unreachable"));
    }

    @Test
    void aTargetThatHangsDelaysNoOther() {
        PageServer hanging = new PageServer(vertx).page("/metrics", _ -> {});
        HttpScrape hasty = scrape(HASTY);
        CompletionStage<DeviceScan> stuck =
                new DcgmExporter(hasty, hanging.url("/metrics"), HASTY, metrics).scan();
        DcgmExporter other = new DcgmExporter(hasty, server.url("/metrics"), HASTY, metrics);

        DeviceScan.Seen seen = assertInstanceOf(DeviceScan.Seen.class, await(other.scan()));
        assertTrue(seen.devices().size() == 1 && !stuck.toCompletableFuture().isDone());
        assertInstanceOf(DeviceScan.Unseen.class, await(stuck));
    }

    private DeviceScan.Seen seen() {
        return assertInstanceOf(
                DeviceScan.Seen.class, await(exporter(server.url("/metrics")).scan()));
    }

    private FailureReason unseen(URI url) {
        return unseen(scrape, PATIENT, url);
    }

    private FailureReason unseen(HttpScrape by, ScrapeConfig config, URI url) {
        DcgmExporter exporter = new DcgmExporter(by, url, config, metrics);
        return assertInstanceOf(DeviceScan.Unseen.class, await(exporter.scan())).failure().reason();
    }

    /** A port that was free a moment ago. */
    private static URI nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/metrics");
        }
    }

    private DcgmExporter exporter(URI url) {
        return new DcgmExporter(scrape, url, PATIENT, metrics);
    }

    private double limitHits(String limit) {
        return registry.get("wattmill_limit_hits").tag("limit", limit).counter().count();
    }

    private double failures(String reason) {
        return registry.get("wattmill_agent_scrape_failures")
                .tag("reason", reason)
                .tag("source", "dcgm")
                .counter()
                .count();
    }

    private static DeviceScan await(CompletionStage<DeviceScan> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
