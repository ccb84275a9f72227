// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Promise;
import io.wattmill.gateway.capability.Capabilities;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.gateway.idempotency.Idempotency;
import io.wattmill.gateway.keys.Directory;
import io.wattmill.gateway.keys.KeyRing;
import io.wattmill.gateway.lending.Entrance;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.responses.ResponseStore;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.tracing.Tracing;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import java.net.URI;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the front door is built from; everything in it may be used by any thread.
 *
 * @param config bounds and address
 * @param port the port to bind, once it is known which
 * @param keys who may come in
 * @param directory what keys belong to, for those who manage it
 * @param entrance who may run
 * @param idempotency what was answered to which key
 * @param capabilities what models take
 * @param responses responses that are kept
 * @param held bodies in memory
 * @param relay what runs requests
 * @param tracing where traces of requests come from
 * @param fleet who commands nodes
 * @param billing where billing answers
 * @param twin where the twin answers
 * @param tls the certificate under which the gateway calls them
 * @param seal proof of who asks, for the services behind
 * @param board what the scoreboard is made of
 * @param draining whether new work is refused
 * @param health readiness checks
 * @param metrics where counts go
 * @param clock wall time
 * @param ticker monotonic time
 * @param bound completed with the port once it is bound
 */
public record IngressParts(
        HttpConfig config,
        int port,
        KeyRing keys,
        Directory directory,
        Entrance entrance,
        Idempotency idempotency,
        Capabilities capabilities,
        ResponseStore responses,
        HeldBytes held,
        Relay.Parts relay,
        Tracing tracing,
        FleetControl fleet,
        URI billing,
        URI twin,
        TlsConfig tls,
        Seal seal,
        Supplier<Scoreboard.Inputs> board,
        BooleanSupplier draining,
        Health health,
        PrometheusMeterRegistry metrics,
        Clock clock,
        Ticker ticker,
        Promise<Integer> bound) {}
