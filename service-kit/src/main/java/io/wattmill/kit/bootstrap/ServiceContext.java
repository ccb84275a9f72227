// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.bootstrap;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.tls.TlsConfig;

/**
 * What every service is given by the process it runs in.
 *
 * @param tls the certificates under which it serves and calls other services; off in one JVM
 */
public record ServiceContext(
        Vertx vertx,
        PrometheusMeterRegistry metrics,
        Clock clock,
        Ticker ticker,
        Health health,
        Bus bus,
        TlsConfig tls) {

    /** Real clocks, an empty registry, no health checks yet, and no TLS. */
    public static ServiceContext of(Vertx vertx) {
        return new ServiceContext(
                vertx,
                Metrics.registry(),
                Clock.system(),
                Ticker.system(),
                new Health(),
                new Bus(vertx),
                TlsConfig.off());
    }

    /** The same context with other clocks, for tests. */
    public ServiceContext with(Clock otherClock, Ticker otherTicker) {
        return new ServiceContext(vertx, metrics, otherClock, otherTicker, health, bus, tls);
    }

    /** The same context with other certificates. */
    public ServiceContext with(TlsConfig otherTls) {
        return new ServiceContext(vertx, metrics, clock, ticker, health, bus, otherTls);
    }
}
