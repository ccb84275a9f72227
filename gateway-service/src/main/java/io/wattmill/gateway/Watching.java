// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.gateway.relay.RelayMetrics;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.gateway.tracing.TelemetryConfig;
import io.wattmill.gateway.tracing.Tracing;
import io.wattmill.kit.bootstrap.ServiceContext;

/** What tells those who watch the site of its requests. */
final class Watching {

    private final ServiceContext context;
    private final TelemetryConfig config;
    private final Closers closers;

    Watching(ServiceContext context, TelemetryConfig config, Closers closers) {
        this.context = context;
        this.config = config;
        this.closers = closers;
    }

    RelayMetrics metrics(RequestBoard board) {
        RelayMetrics metrics = new RelayMetrics(context.metrics(), board, config.maxModels());
        closers.addNow("request metrics", metrics::close);
        return metrics;
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
