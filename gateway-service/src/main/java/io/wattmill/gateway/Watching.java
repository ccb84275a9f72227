// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.gateway.admission.InFlight;
import io.wattmill.gateway.fleet.FleetBoard;
import io.wattmill.gateway.relay.RelayMetrics;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.gateway.scoreboard.Scoreboard;
import io.wattmill.gateway.tracing.TelemetryConfig;
import io.wattmill.gateway.tracing.Tracing;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.function.Supplier;

/** What tells those who watch the site of its requests. */
final class Watching {

    private final ServiceContext context;
    private final TelemetryConfig config;
    private final Closers closers;
    private final RequestBoard requests;

    Watching(ServiceContext context, GatewayConfig config, Closers closers) {
        this.context = context;
        this.config = config.telemetry();
        this.closers = closers;
        this.requests =
                new RequestBoard(
                        config.board(), config.tiers(), config.relay().firstTokenTimeout());
    }

    RelayMetrics metrics() {
        RelayMetrics metrics = new RelayMetrics(context.metrics(), requests, config.maxModels());
        closers.addNow("request metrics", metrics::close);
        return metrics;
    }

    /** What the scoreboard is made of, as it stands when somebody looks. */
    Supplier<Scoreboard.Inputs> inputs(FleetBoard board, Accounting accounting, InFlight inFlight) {
        return () ->
                new Scoreboard.Inputs(
                        context.clock().nowUs(),
                        accounting.rates().current().currency(),
                        accounting.rates().current().electricityPerKwh(),
                        board.snapshots(),
                        board.events(),
                        board.counters(),
                        requests.read(context.ticker().nanos()),
                        inFlight.total(),
                        accounting.journal().unsettledRequests());
    }

    /** Where traces come from; what is in hand when the gateway stops is sent, within a bound. */
    Tracing tracing(String gatewayId) {
        Tracing tracing =
                Tracing.of(config, gatewayId, context.metrics(), context.clock(), context.ticker());
        closers.add("tracing", () -> context.vertx().executeBlocking(() -> closed(tracing), false));
        return tracing;
    }

    private static boolean closed(Tracing tracing) {
        tracing.close();
        return true;
    }
}
