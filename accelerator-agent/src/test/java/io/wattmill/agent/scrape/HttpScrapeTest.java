// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

class HttpScrapeTest {

    private static final int LONG = 100;

    private final Vertx vertx = Vertx.vertx();
    private final PageServer server = new PageServer(vertx);
    private final ScrapeMetrics metrics = new ScrapeMetrics(new SimpleMeterRegistry(), "node-1");
    private final HttpScrape scrape =
            new HttpScrape(
                    vertx,
                    Configuration.parse("scrape: {long-body-bytes: %d}".formatted(LONG), Map.of())
                            .section("scrape", ScrapeConfig.class),
                    metrics,
                    Clock.system(),
                    Ticker.system());

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void readsAShortPageWhereItArrivesAndALongOneAside() {
        server.page("/short", "x".repeat(LONG)).page("/long", "x".repeat(LONG + 1));

        assertFalse(readOnAWorker("/short"));
        assertTrue(readOnAWorker("/long"));
        assertFalse(readOnAWorker("/none"), "there is nothing to read");
    }

    @Test
    void tellsWhatWasReadWhereItWasAsked() {
        server.page("/long", "x".repeat(LONG + 1));
        Context context = vertx.getOrCreateContext();
        Promise<Context> told = Promise.promise();
        context.runOnContext(
                _ -> get("/long").onComplete(_ -> told.complete(vertx.getOrCreateContext())));

        assertEquals(context, Await.await(told.future()));
    }

    private boolean readOnAWorker(String path) {
        Promise<Boolean> read = Promise.promise();
        vertx.getOrCreateContext().runOnContext(_ -> get(path).onComplete(read));
        return Await.await(read.future());
    }

    private Future<Boolean> get(String path) {
        ScrapeTarget target = new ScrapeTarget("test", server.url(path), metrics);
        return scrape.get(target, _ -> Context.isOnWorkerThread());
    }
}
