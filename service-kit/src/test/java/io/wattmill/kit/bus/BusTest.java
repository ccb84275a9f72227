// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.PriceChanged;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class BusTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void carriesMessagesAndSurvivesRubbish() {
        Bus bus = new Bus(vertx);
        List<PriceChanged> heard = new CopyOnWriteArrayList<>();
        bus.subscribe(LedgerAddresses.PRICE_CHANGED, PriceChanged.parser(), heard::add);
        vertx.eventBus()
                .publish(
                        LedgerAddresses.PRICE_CHANGED,
                        Buffer.buffer(new byte[] {(byte) 0xff, 1, 2}));
        PriceChanged sent = PriceChanged.newBuilder().setVersion(7).build();
        bus.publish(LedgerAddresses.PRICE_CHANGED, sent);
        Await.until(() -> !heard.isEmpty(), "the message");
        assertEquals(List.of(sent), heard);
    }
}
