// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.CounterSpan;
import io.wattmill.billing.reconcile.Reconciled;
import io.wattmill.billing.reconciling.NodeMeterStore.NodeSpan;
import io.wattmill.billing.reconciling.WindowKey.EngineName;
import io.wattmill.billing.sql.Sequence;

/**
 * Reconciles the windows of nodes' devices: those that a reading has ended and whose energy windows
 * all have their parts and their cost. Nothing comes later that belongs to one, so there is no
 * second revision.
 */
final class NodeMeters {

    private final ReconciliationStore store;
    private final NodeMeterStore nodes;
    private final ReconciliationConfig config;
    private final long nowUs;

    /** For one transaction. */
    NodeMeters(SqlConnection connection, ReconciliationConfig config, long nowUs) {
        this.store = new ReconciliationStore(connection);
        this.nodes = new NodeMeterStore(connection);
        this.config = config;
        this.nowUs = nowUs;
    }

    /** How many windows it reconciled. */
    Future<Integer> run() {
        return nodes.nodes()
                .compose(all -> Sequence.map(all, node -> advance(node, 0)))
                .map(each -> each.stream().mapToInt(Integer::intValue).sum());
    }

    private Future<Integer> advance(EngineName node, int done) {
        return done >= config.windowsPerRound()
                ? Future.succeededFuture(done)
                : nodes.next(node, config.windowUs())
                        .compose(
                                next ->
                                        next.map(window -> whenParted(window, done))
                                                .orElseGet(() -> Future.succeededFuture(done)));
    }

    private Future<Integer> whenParted(WindowKey window, int done) {
        return nodes.span(window)
                .compose(
                        span ->
                                span.waiting() > 0
                                        ? Future.succeededFuture(done)
                                        : write(window, span)
                                                .compose(_ -> advance(window.engine(), done + 1)));
    }

    private Future<Long> write(WindowKey window, NodeSpan span) {
        Reconciled reconciled =
                new Reconciled(span.counters().stream().map(CounterSpan::line).toList(), false);
        return store.write(window, reconciled, nowUs);
    }
}
