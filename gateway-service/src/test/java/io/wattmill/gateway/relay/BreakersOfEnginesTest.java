// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.gateway.far.SmallRouter;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.gateway.resilience.BreakerConfig;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Permit;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class BreakersOfEnginesTest {

    private static final Ending BAD = new Ending.Bad("status-500");
    private static final Ending REST = new Ending.Rest("status-503", Duration.ofSeconds(30));

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final FakeTicker ticker = new FakeTicker();

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Breakers breakers(int maxEngines) {
        BreakerConfig config =
                Configuration.parse("breaker: {max-engines: " + maxEngines + "}", Map.of())
                        .section("breaker", BreakerConfig.class);
        Observer observer = new Observer(vertx, new SmallRouter(), "gateway", 1_000, metrics);
        return new Breakers(config, new FakeClock(), ticker, observer, metrics);
    }

    private static EngineName on(String node) {
        return new EngineName(node, "e0");
    }

    private static void ends(Breakers breakers, String node, String model, Ending ending) {
        breakers.ended(on(node), model, Permit.FREE, ending);
    }

    @Test
    void keepsAnEngineOutForEveryModelOnceMoreHaveFailedOnItThanAreNoted() {
        Breakers breakers = breakers(8);
        IntStream.range(0, 64).forEach(i -> ends(breakers, "n", "m" + i, BAD));
        assertEquals(List.of("n"), breakers.keptOut("m0"));
        assertEquals(List.of(), breakers.keptOut("m64"));
        assertTrue(breakers.enter(on("n"), "m64", false).isEmpty());
        assertEquals(List.of("n"), breakers.keptOut("m64"));
        assertEquals(
                1,
                metrics.get("wattmill_limit_hits")
                        .tag("limit", "relay.breaker.max-models")
                        .counter()
                        .count());
    }

    /**
     * The meter is removed while the engine is forgotten: there another call's end comes between.
     */
    @Test
    void losesNoFailureOfAnEngineThatIsForgottenMeanwhile() throws InterruptedException {
        Breakers breakers = breakers(2);
        ends(breakers, "a", "m", BAD);
        ends(breakers, "c", "m", BAD);
        ticker.advance(Duration.ofMinutes(1));
        AtomicBoolean once = new AtomicBoolean();
        Thread[] other = {new Thread(() -> {})};
        metrics.config()
                .onMeterRemoved(
                        meter -> {
                            if (once.compareAndSet(false, true)) {
                                other[0] = endingOf(breakers, meter);
                            }
                        });
        ends(breakers, "b", "m", BAD);
        other[0].join();
        assertEquals(1, breakers.keptOut("m").size(), "the engine that was forgotten first");
    }

    private static Thread endingOf(Breakers breakers, Meter meter) {
        String node = String.valueOf(meter.getId().getTag("node"));
        Thread thread = new Thread(() -> ends(breakers, node, "m", REST));
        thread.start();
        Await.until(
                () -> thread.getState() == Thread.State.BLOCKED, "the other call's end comes now");
        return thread;
    }
}
