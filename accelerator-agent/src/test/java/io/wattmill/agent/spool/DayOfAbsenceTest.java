// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.link.BillingLink;
import io.wattmill.agent.link.Dialer;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.agent.link.LinkGround;
import io.wattmill.agent.link.MeterReporter;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.NodeIdentity;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.Owned;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;
import io.wattmill.kit.vertx.Contexts;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** Billing is away for a day, at a report a second, and everything arrives when it is back. */
class DayOfAbsenceTest {

    private static final int SECONDS = 86_400;
    private static final int STEP = 900;
    private static final LinkConfig LINK =
            Configuration.parse("link: {meter-backoff-min: 5ms, meter-backoff-max: 10ms}", Map.of())
                    .section("link", LinkConfig.class);

    private final Path folder;
    private final Vertx vertx = Vertx.vertx();
    private final FakeClock clock = new FakeClock();
    private final FakeTicker ticker = new FakeTicker();
    private final ServiceContext services = ServiceContext.of(vertx).with(clock, ticker);
    private final Context context = vertx.getOrCreateContext();
    private final List<MeterReport> arrived = Collections.synchronizedList(new ArrayList<>());
    private final SpoolThread thread = new SpoolThread(4_096);
    private volatile boolean away = true;

    DayOfAbsenceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        thread.close().toCompletableFuture().join();
        Await.await(vertx.close());
    }

    private Dialer.Call<MeterAck> dial(Feed<MeterReport> reports) {
        return away
                ? new Dialer.Call<>(Future.failedFuture("nobody is there"), () -> {})
                : Dialer.<MeterReport, MeterAck>local(this::receive).dial(reports);
    }

    /** Billing as it takes and acknowledges, one by one. */
    private Future<ReadStream<MeterAck>> receive(ReadStream<MeterReport> reports) {
        Feed<MeterAck> acks = Feed.on(context, 64);
        reports.handler(
                report -> {
                    arrived.add(report);
                    acks.offer(BillingEnd.ack(report));
                });
        return Future.succeededFuture(acks);
    }

    private static Optional<MeterReport> parse(byte[] bytes) {
        try {
            return Optional.of(MeterReport.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static List<DeviceStatus> reading(long energyUj) {
        EnergyReading energy =
                new EnergyReading(energyUj, EnergySource.COUNTER, 1_000_000, Set.of());
        DeviceReading device = new DeviceReading("GPU-a", "H200", Map.of());
        return List.of(new DeviceStatus(device, Optional.of(energy), 0));
    }

    /** Waits until the disk has what was appended. */
    private void settle() {
        CountDownLatch done = new CountDownLatch(1);
        Await.until(() -> thread.offer(done::countDown), "room for a task");
        Await.until(() -> done.getCount() == 0, "the disk");
        Await.await(Contexts.call(context, Future::<Void>succeededFuture));
    }

    @Test
    void everyReportOfTheDayArrivesInOrder() {
        DiskBacklog<MeterReport> backlog =
                new DiskBacklog<>(
                        thread,
                        folder.resolve("reports"),
                        new SpoolLimits(64 << 20, 1 << 20, Long.MAX_VALUE, 1),
                        ticker,
                        new Codec<>(MeterReport::toByteArray, DayOfAbsenceTest::parse),
                        3_600,
                        256,
                        task -> context.runOnContext(_ -> task.run()),
                        new SpoolMetrics(services.metrics(), "node-1", "reports"));
        thread.start();
        NodeIdentity identity = new NodeIdentity("node-1", "boot-1", "1", "", "", Map.of());
        NodeBoard board = new NodeBoard(identity, "nvml-counter", List.of());
        LinkGround ground =
                LinkGround.of(services, context, new SplittableRandom(1), LINK, "node-1");
        BillingLink link = new BillingLink(ground, this::dial, backlog);
        MeterReporter reporter = new MeterReporter(ground, board, link, 0, Long.MAX_VALUE);
        onContext(link::start);
        for (int second = 0; second < SECONDS; second += STEP) {
            int from = second;
            onContext(() -> report(reporter, board, from));
            settle();
        }
        assertEquals(SECONDS, backlog.size());

        away = false;
        Await.until(() -> backlog.size() == 0, "everything to be acknowledged");
        List<Long> sequences = arrived.stream().map(MeterReport::getSequence).toList();
        assertEquals(SECONDS, sequences.size());
        assertTrue(sequences.equals(LongStream.rangeClosed(1, SECONDS).boxed().toList()));
        MeterReport last = arrived.getLast();
        assertEquals(SECONDS, last.getDevices(0).getEnergyUj());
        assertTrue(
                last.getObservedAtUs() - arrived.getFirst().getObservedAtUs()
                        == (SECONDS - 1) * 1_000_000L,
                "each with the instant at which it was read");
    }

    private void report(MeterReporter reporter, NodeBoard board, int from) {
        for (int second = from + 1; second <= from + STEP; second++) {
            clock.advance(Duration.ofSeconds(1));
            ticker.advance(Duration.ofSeconds(1));
            board.devices(reading(second));
            reporter.seen(clock.nowUs());
        }
    }

    private void onContext(Runnable task) {
        Owned.by(context, task);
    }
}
