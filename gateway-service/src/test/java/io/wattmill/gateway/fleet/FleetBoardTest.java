// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

class FleetBoardTest {

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext context = ServiceContext.of(vertx);
    private final FakeClock clock = new FakeClock();
    private final FleetBoard board = new FleetBoard(context.bus(), clock);

    @BeforeEach
    void listen() {
        board.start();
    }

    @AfterEach
    void close() {
        Await.await(board.stop());
        Await.await(vertx.close());
    }

    private void happened(long atUs) {
        context.bus()
                .publish(
                        FleetAddresses.EVENT,
                        FleetEvent.newBuilder().setOccurredAtUs(atUs).build());
    }

    private List<Long> instants() {
        return board.events().stream().map(FleetEvent::getOccurredAtUs).toList();
    }

    @Test
    void putsWhatIsToldLateWhereItBelongs() {
        List.of(10L, 30L, 20L).forEach(this::happened);
        Await.until(() -> instants().size() == 3, "three events");
        assertEquals(List.of(10L, 20L, 30L), instants());
    }

    @Test
    void keepsTheFiftyThatCameLast() {
        LongStream.range(0, 50).forEach(this::happened);
        happened(2_000);
        Await.until(() -> instants().contains(2_000L), "the last one");
        assertEquals(1, instants().getFirst());
        assertEquals(50, instants().size());
    }

    @Test
    void aClockThatIsAYearAheadKeepsNothingOutThatComesLater() {
        long ahead = clock.nowUs() + Duration.ofDays(365).toNanos() / 1_000;
        LongStream.range(ahead, ahead + 50).forEach(this::happened);
        Await.until(() -> instants().size() == 50, "fifty of the future");
        clock.advance(Duration.ofSeconds(1));
        long now = clock.nowUs();
        happened(now);
        Await.until(() -> instants().contains(now), "the one of now");
        assertEquals(now, instants().getLast());
        LongStream.range(now, now + 49).forEach(this::happened);
        Await.until(() -> instants().stream().noneMatch(at -> at >= ahead), "those of now alone");
    }

    @Test
    void aClockThatIsBehindHidesNothing() {
        long now = clock.nowUs();
        LongStream.range(now - 50, now).forEach(this::happened);
        long behind = now - Duration.ofHours(1).toNanos() / 1_000;
        happened(behind);
        Await.until(() -> instants().contains(behind), "what happened on the slow host");
        assertEquals(behind, instants().getFirst());
    }
}
