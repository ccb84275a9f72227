// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.agent.buffer.MemoryBacklog;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.HostReading;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.testing.Owned;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Which looks at the devices are reported while others go without them. */
class MeterReporterTest {

    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final LinkConfig CONFIG =
            Configuration.parse("link: {meter-report-period: 10s}", Map.of())
                    .section("link", LinkConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = new FakeClock();
    private final FakeTicker ticker = new FakeTicker();
    private final Context context = vertx.getOrCreateContext();
    private final MemoryBacklog<MeterReport> backlog = new MemoryBacklog<>(100, () -> {});
    private final NodeBoard board =
            new NodeBoard(
                    new NodeIdentity("node-1", "boot-1", "1", "", "", Map.of()),
                    "smi-counter",
                    List.of());

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void aReportWithoutDevicesDelaysNoneWithThem() {
        MeterReporter reporter = reporter();
        for (int i = 0; i < 4; i++) {
            passes(Duration.ofSeconds(3));
            does(reporter::round);
            passes(Duration.ofSeconds(2));
            looks(reporter);
        }
        assertEquals(List.of(0, 1, 0, 0, 1, 0), devicesTold());
    }

    private MeterReporter reporter() {
        ServiceContext services = ServiceContext.of(vertx).with(clock, ticker);
        LinkGround ground =
                LinkGround.of(services, context, new SplittableRandom(1), CONFIG, "node-1");
        Dialer<MeterReport, MeterAck> nobody =
                _ -> new Dialer.Call<>(Future.failedFuture("nobody is there"), () -> {});
        BillingLink link = new BillingLink(ground, nobody, backlog);
        board.hosts(List.of(new HostReading("rapl-package-0", 7)));
        return new MeterReporter(ground, board, link, LOOK_NANOS, PATIENCE_NANOS);
    }

    private void looks(MeterReporter reporter) {
        EnergyReading energy = new EnergyReading(7, EnergySource.COUNTER, 1_000_000, Set.of());
        DeviceReading device = new DeviceReading("GPU-a", "H200", Map.of());
        board.devices(List.of(new DeviceStatus(device, Optional.of(energy), 0)));
        does(() -> reporter.seen(clock.nowUs()));
    }

    private void passes(Duration time) {
        clock.advance(time);
        ticker.advance(time);
    }

    private void does(Runnable something) {
        Owned.by(context, something);
    }

    /** Of each report, how many devices it tells of. */
    private List<Integer> devicesTold() {
        return LongStream.range(0, backlog.size())
                .mapToObj(position -> backlog.after(position).orElseThrow().item())
                .map(MeterReport::getDevicesCount)
                .toList();
    }
}
