// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class WatchdogTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void looksAtWhatComesAfterAnItemThatFailsAndAtThatNoMore() {
        AtomicInteger failing = new AtomicInteger();
        AtomicInteger later = new AtomicInteger();
        vertx.runOnContext(
                _ -> {
                    Watchdog watchdog = new Watchdog(vertx, new FakeTicker());
                    watchdog.add(
                            _ -> {
                                failing.incrementAndGet();
                                throw new IllegalStateException("a fault");
                            });
                    watchdog.add(_ -> later.incrementAndGet());
                });
        Await.until(() -> later.get() >= 2, "the later item is looked at twice");
        assertEquals(1, failing.get());
    }
}
