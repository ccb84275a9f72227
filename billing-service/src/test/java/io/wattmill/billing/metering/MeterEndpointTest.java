// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.StatusException;
import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.Meters;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeterEndpointTest {

    private static final long S = 1_000_000L;
    private static final long TOTAL = 300_000_000L;

    private final BillingWorld world = BillingWorld.start();
    private final long t0 = world.clock.nowUs() - 100 * S;
    private String node = "";

    /** A node of its own for each test. */
    @BeforeEach
    void baseline(TestInfo test) {
        node = test.getTestMethod().orElseThrow().getName();
        world.report(
                List.of(
                        report(1, t0, 5_000, 6_000, 7_000).build(),
                        report(2, t0 + S, 100_005_000, 100_006_000, 100_007_000).build()));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void countsEachReportOnceHoweverOftenItIsSent() {
        MeterReport again = report(2, t0 + S, 100_005_000, 100_006_000, 100_007_000).build();
        List<MeterAck> acks = world.report(List.of(again, again));
        assertEquals(2, acks.getLast().getSequence());
        assertEquals(TOTAL, total());
        assertEquals(
                6,
                world.number("SELECT count(*) FROM meter_reading WHERE node_id = '" + node + "'"));
        world.verify();
    }

    @Test
    void goesOnCountingAfterTheAgentAndBillingRestarted() {
        world.restart();
        world.report(
                List.of(
                        report(1, t0 + 2 * S, 100_005_001, 100_006_002, 100_007_003)
                                .setBootId("boot-2")
                                .build()));
        assertEquals(TOTAL + 6, total());
        world.verify();
    }

    @Test
    void aReportThatWasOvertakenIsAcknowledgedAndChangesNothing() {
        world.report(List.of(report(5, t0 + 5 * S, 100_005_010, 100_006_010, 100_007_010).build()));
        MeterAck late =
                world.report(
                                List.of(
                                        report(3, t0 + 3 * S, 100_005_005, 100_006_005, 100_007_005)
                                                .build()))
                        .getFirst();
        assertEquals("", late.getRefusedReason());
        assertEquals(TOTAL + 30, total());
        world.verify();
    }

    @Test
    void aCounterThatStartsAgainIsAReset() {
        world.report(List.of(report(3, t0 + 2 * S, 40, 100_006_000, 100_007_000).build()));
        assertEquals(TOTAL + 40, total());
        world.verify();
    }

    @Test
    void refusesOneImplausibleDeviceAndBooksTheOthers() {
        MeterAck ack =
                world.report(
                                List.of(
                                        report(3, t0 + 2 * S, Long.MAX_VALUE, 100_006_001, -5)
                                                .build()))
                        .getFirst();
        assertTrue(ack.getRefusedReason().contains("gpu-0"));
        assertTrue(ack.getRefusedReason().contains("gpu-2"));
        assertEquals(TOTAL + 1, total());
        assertEquals(
                2,
                world.number(
                        "SELECT count(*) FROM meter_quarantine WHERE node_id = '" + node + "'"));
        world.verify();
    }

    @Test
    void refusesReportsThatAreNone() {
        long now = world.clock.nowUs();
        List<MeterAck> acks =
                world.report(
                        List.of(
                                report(3, 4_200_000_000L * S, 1, 1, 1).build(),
                                report(0, now, 1, 1, 1).build(),
                                report(3, now, 1, 1, 1).setNodeId("").build(),
                                report(3, 12, 1, 1, 1).build(),
                                report(3, now, 1, 1, 1)
                                        .addDevices(report(1, 1, 4).getDevices(0))
                                        .build()));
        acks.forEach(ack -> assertFalse(ack.getRefusedReason().isEmpty()));
        assertEquals(TOTAL, total());
    }

    @Test
    void anAgentWithoutTheJoinSecretGetsNoAnswerButAFailure() {
        world.restart("billing: {meter: {join-secret: sesame}}");
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Feed<MeterReport> feed = Feed.of(world.vertx, 1);
        ReadStream<MeterAck> acks = Await.await(world.service().meterLink().report(feed));
        acks.exceptionHandler(failures::add)
                .handler(ack -> failures.add(new AssertionError("acknowledged " + ack)));
        feed.offer(report(3, t0 + 2 * S, 1, 1, 1).build());
        Await.until(() -> !failures.isEmpty(), "the stream fails");
        StatusException refusal = assertInstanceOf(StatusException.class, failures.getFirst());
        assertEquals(GrpcStatus.PERMISSION_DENIED, refusal.status());
        world.restart();
        assertEquals(TOTAL, total());
    }

    @Test
    void readingsAreNeverChanged() {
        assertThrows(
                IllegalStateException.class,
                () -> world.execute("UPDATE meter_reading SET total_uj = 0"));
    }

    private long total() {
        return world.number(
                "SELECT sum(total_uj) FROM meter_source WHERE node_id = '" + node + "'");
    }

    private MeterReport.Builder report(long sequence, long atUs, long... countersUj) {
        return Meters.report(sequence, atUs, countersUj).setNodeId(node);
    }
}
