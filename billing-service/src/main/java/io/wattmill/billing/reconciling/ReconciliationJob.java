// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wattmill.billing.reconcile.Cause;
import io.wattmill.billing.reconcile.Measure;
import io.wattmill.billing.rounds.Rounds;
import io.wattmill.billing.sql.Statement;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rounds of reconciliation, and the gauges that say how it stands: {@code
 * wattmill_reconciliation_unexplained} must be 0 for every measure.
 */
public final class ReconciliationJob {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationJob.class);
    private static final Rounds.Names NAMES =
            new Rounds.Names(
                    "reconciliation",
                    "wattmill_reconciliation_rounds",
                    "wattmill_reconciliation_round_failures");

    /** 6 is foreign, 20 unexplained: an index has only these. */
    private static final Statement STANDING =
            new Statement(
                    """
                    SELECT c.measure, c.cause, sum(abs(c.amount))::bigint AS amount
                      FROM reconciliation_cause c JOIN reconciliation r ON r.id = c.reconciliation_id
                     WHERE c.cause IN (6, 20) AND NOT EXISTS (
                           SELECT FROM reconciliation n WHERE n.node_id = r.node_id AND n.engine_id = r.engine_id
                              AND n.scope = r.scope AND n.started_at = r.started_at AND n.revision > r.revision)
                     GROUP BY c.measure, c.cause\
                    """);

    private final ServiceContext context;
    private final Pool pool;
    private final Reconciler reconciler;
    private final Counter windows;
    private final Map<Measure, AtomicLong> unexplained;
    private final Map<Measure, AtomicLong> foreign;

    private ReconciliationJob(ServiceContext context, Pool pool, Reconciler reconciler) {
        this.context = context;
        this.pool = pool;
        this.reconciler = reconciler;
        this.windows = context.metrics().counter("wattmill_reconciliation_windows");
        this.unexplained = gauges(context.metrics(), "wattmill_reconciliation_unexplained");
        this.foreign = gauges(context.metrics(), "wattmill_reconciliation_foreign");
    }

    /** Rounds that reconcile what every source has passed. */
    public static Rounds of(
            ServiceContext context, Pool pool, Reconciler reconciler, ReconciliationConfig config) {
        ReconciliationJob job = new ReconciliationJob(context, pool, reconciler);
        return Rounds.every(context, NAMES, config.interval(), job::round);
    }

    private static Map<Measure, AtomicLong> gauges(MeterRegistry metrics, String name) {
        Map<Measure, AtomicLong> gauges = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            AtomicLong value = new AtomicLong();
            Gauge.builder(name, value, AtomicLong::doubleValue)
                    .tag("measure", measure.text())
                    .register(metrics);
            gauges.put(measure, value);
        }
        return gauges;
    }

    private Future<Boolean> round() {
        return reconciler
                .round(context.clock().nowUs())
                .onSuccess(windows::increment)
                .compose(_ -> look())
                .map(false);
    }

    private Future<Void> look() {
        return STANDING.rows(pool)
                .onSuccess(
                        rows -> {
                            Map<Measure, Long> without = new EnumMap<>(Measure.class);
                            Map<Measure, Long> strange = new EnumMap<>(Measure.class);
                            rows.forEach(
                                    row ->
                                            (Cause.of(row.getShort("cause")) == Cause.FOREIGN
                                                            ? strange
                                                            : without)
                                                    .put(
                                                            Measure.of(row.getShort("measure")),
                                                            row.getLong("amount")));
                            show(unexplained, without, true);
                            show(foreign, strange, false);
                        })
                .mapEmpty();
    }

    private static void show(
            Map<Measure, AtomicLong> gauges, Map<Measure, Long> amounts, boolean alarming) {
        gauges.forEach(
                (measure, gauge) -> {
                    long now = amounts.getOrDefault(measure, 0L);
                    if (gauge.getAndSet(now) < now && alarming) {
                        LOG.atError()
                                .addKeyValue("measure", measure.text())
                                .addKeyValue("amount", now)
                                .log("ledger and counters differ and nothing explains it");
                    }
                });
    }
}
