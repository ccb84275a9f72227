// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

class FleetBoardTest {

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext context = ServiceContext.of(vertx);
    private final FleetBoard board = new FleetBoard(context.bus());

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
    void doesNotForgetTheNewestForWhatIsToldLate() {
        LongStream.range(1_000, 1_050).forEach(this::happened);
        LongStream.range(0, 50).forEach(this::happened);
        happened(2_000);
        Await.until(() -> instants().contains(2_000L), "the last one");
        assertEquals(1_001, instants().getFirst());
        assertEquals(50, instants().size());
    }
}
