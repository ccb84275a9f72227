// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bootstrap;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

/** What every service is given by the process it runs in. */
public record ServiceContext(
        Vertx vertx,
        PrometheusMeterRegistry metrics,
        Clock clock,
        Ticker ticker,
        Health health,
        Bus bus) {

    /** Real clocks, an empty registry and no health checks yet. */
    public static ServiceContext of(Vertx vertx) {
        return new ServiceContext(
                vertx,
                Metrics.registry(),
                Clock.system(),
                Ticker.system(),
                new Health(),
                new Bus(vertx));
    }

    /** The same context with other clocks, for tests. */
    public ServiceContext with(Clock otherClock, Ticker otherTicker) {
        return new ServiceContext(vertx, metrics, otherClock, otherTicker, health, bus);
    }
}
