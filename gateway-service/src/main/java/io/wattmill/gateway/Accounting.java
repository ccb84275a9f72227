// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.vertx.core.Future;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.rates.RateCards;
import io.wattmill.gateway.recorder.Recorder;
import io.wattmill.gateway.recording.Pseudonyms;
import io.wattmill.gateway.settle.Settler;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.health.HealthStatus;

/** What becomes of requests that have ended: prices, settlement with the ledger, the recording. */
record Accounting(Journal journal, RateCards rates, Recorder recorder) {

    /** Begins to settle what the journal holds; {@code closers} end it. */
    static Accounting begin(
            ServiceContext context,
            GatewayConfig config,
            Ledger ledger,
            LocalState local,
            Closers closers) {
        Recorder recorder = recorder(context, config, local.pepper());
        closers.add("recording", recorder::stop);
        RateCards rates =
                new RateCards(
                        context.vertx(), config.rates(), ledger, context.bus(), context.metrics());
        closers.add("rates", rates::stop);
        settle(context, config, ledger, local.journal(), closers);
        context.health().register("gateway.journal", () -> health(local.journal()));
        closers.addNow("journal health", () -> context.health().unregister("gateway.journal"));
        return new Accounting(local.journal(), rates, recorder);
    }

    private static Recorder recorder(ServiceContext context, GatewayConfig config, byte[] pepper) {
        return new Recorder(
                context.vertx(),
                config.recording(),
                config.recordingFolder(),
                new Pseudonyms(pepper),
                key -> !key.bounds().noLog(),
                context.clock(),
                context.metrics());
    }

    private static void settle(
            ServiceContext context,
            GatewayConfig config,
            Ledger ledger,
            Journal journal,
            Closers closers) {
        Settler settler =
                new Settler(
                        context.vertx(),
                        config.settle(),
                        journal,
                        ledger,
                        context.ticker(),
                        context.metrics());
        closers.add(
                "settlement",
                () -> settler.flush(config.flushTimeout()).compose(_ -> settler.stop()));
        settler.start();
    }

    private static HealthStatus health(Journal journal) {
        return journal.failure()
                .map(HealthStatus::down)
                .orElseGet(() -> HealthStatus.up(journal.unsettledRequests() + " unsettled"));
    }

    /** Completes when prices were asked for and the recording is open. */
    Future<Void> start() {
        return Future.join(rates.start(), recorder.start()).mapEmpty();
    }
}
