// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.attribution.Settled;
import io.wattmill.billing.reconcile.EngineReconciliation;
import io.wattmill.billing.reconcile.Line;
import io.wattmill.billing.reconcile.Measure;
import io.wattmill.billing.reconcile.Reconciled;
import io.wattmill.billing.reconciling.ReconciliationStore.Written;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.settle.GatewayMarks;
import io.wattmill.billing.sql.Sequence;
import io.wattmill.billing.sql.Transactions;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reconciles windows that every source has passed: a reading of the engine ends them, gateways have
 * settled what was admitted before it and have told what they counted. Windows before that are
 * open. Usage that comes later all the same has its window reconciled again.
 */
public final class Reconciler {

    private static final Future<Integer> NONE = Future.succeededFuture(0);
    private static final Future<Boolean> NO = Future.succeededFuture(false);

    private final Pool pool;
    private final ReconciliationConfig config;
    private final Settled.Patience patience;
    private final long openedAtUs;
    private final SiteMeters.Site site;

    /**
     * @param patience how long gateways are waited for
     * @param openedAtUs when billing began to listen to them, epoch microseconds
     * @param zone of nodes that name none
     * @param deviceWatts most that one device can draw
     */
    public Reconciler(
            Pool pool,
            ReconciliationConfig config,
            Settled.Patience patience,
            long openedAtUs,
            String zone,
            long deviceWatts) {
        this.site = new SiteMeters.Site(zone, deviceWatts);
        this.pool = pool;
        this.config = config;
        this.patience = patience;
        this.openedAtUs = openedAtUs;
    }

    /** Reconciles what is due; how many windows that were. None when another service is at it. */
    public Future<Integer> round(long nowUs) {
        return Transactions.run(
                pool,
                connection ->
                        new ReconciliationStore(connection)
                                .lead()
                                .compose(leads -> leads ? lead(connection, nowUs) : NONE));
    }

    private Future<Integer> lead(SqlConnection connection, long nowUs) {
        ReconciliationStore store = new ReconciliationStore(connection);
        return GatewayMarks.read(connection)
                .map(marks -> Settled.through(marks, openedAtUs, nowUs, patience))
                .map(settledUs -> new Round(connection, store, nowUs, settledUs))
                .compose(Round::run)
                .compose(engines -> meters(connection, nowUs).map(made -> engines + made));
    }

    private Future<Integer> meters(SqlConnection connection, long nowUs) {
        NodeMeters nodes = new NodeMeters(connection, config, nowUs);
        SiteMeters sites = new SiteMeters(connection, config, site, nowUs);
        return nodes.run().compose(made -> sites.run().map(hours -> made + hours));
    }

    /** One round, in the transaction of its connection. */
    private final class Round {

        private final ReconciliationStore store;
        private final SpanStore spans;
        private final LateStore late;
        private final long nowUs;
        private final long settledUs;

        Round(SqlConnection connection, ReconciliationStore store, long nowUs, long settledUs) {
            this.store = store;
            this.spans = new SpanStore(connection, config);
            this.late = new LateStore(connection);
            this.nowUs = nowUs;
            this.settledUs = settledUs;
        }

        Future<Integer> run() {
            return late.touched(config.marginUs())
                    .compose(windows -> Sequence.each(windows, this::again))
                    .compose(_ -> store.engines())
                    .compose(engines -> Sequence.map(engines, engine -> advance(engine, 0)))
                    .map(each -> each.stream().mapToInt(Integer::intValue).sum());
        }

        private Future<Integer> advance(EngineName engine, int done) {
            return done >= config.windowsPerRound()
                    ? Future.succeededFuture(done)
                    : store.next(engine, config.windowUs())
                            .compose(next -> next.map(this::whenDue).orElse(NO))
                            .compose(
                                    made ->
                                            made
                                                    ? advance(engine, done + 1)
                                                    : Future.succeededFuture(done));
        }

        private Future<Boolean> whenDue(WindowKey window) {
            long heardSinceUs = nowUs - patience.silenceUs();
            return window.toUs() + config.marginUs() > settledUs
                    ? NO
                    : store.isAwaited(heardSinceUs, window.endUs())
                            .compose(awaited -> awaited ? NO : first(window));
        }

        private Future<Boolean> first(WindowKey window) {
            return reconciled(window)
                    .compose(reconciled -> store.write(window, reconciled, nowUs))
                    .map(true);
        }

        private Future<Void> again(WindowKey window) {
            return store.written(window)
                    .compose(
                            before ->
                                    reconciled(window)
                                            .compose(now -> unlessAlike(window, before, now)));
        }

        private Future<Void> unlessAlike(
                WindowKey window, Map<Measure, Written> before, Reconciled now) {
            return figures(now.lines()).equals(before)
                    ? Future.succeededFuture()
                    : store.write(window, now, nowUs).mapEmpty();
        }

        private Future<Reconciled> reconciled(WindowKey window) {
            return store.carriedInto(window)
                    .compose(
                            carried ->
                                    spans.span(window)
                                            .map(span -> EngineReconciliation.of(span, carried)));
        }
    }

    private static Map<Measure, Written> figures(List<Line> lines) {
        return lines.stream()
                .collect(
                        Collectors.toMap(
                                Line::measure,
                                line ->
                                        new Written(
                                                line.ledger(),
                                                line.gateway(),
                                                line.source(),
                                                line.carried())));
    }
}
