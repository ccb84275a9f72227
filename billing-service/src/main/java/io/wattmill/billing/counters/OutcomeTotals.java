// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.sql.Statement;
import io.wattmill.contract.ledger.v1.OutcomeRow;
import io.wattmill.kit.time.Ticker;

import java.util.List;

/**
 * What the newest reported requests took, and how many of them were of use. A request's joules move
 * from predicted to measured as its windows close, so the sums are made anew, at a pace of their
 * own, over a bounded number of reports.
 */
final class OutcomeTotals {

    /**
     * Measured: the request has shares, and of each attempt the window that holds its end is
     * attributed.
     */
    private static final Statement SUMS =
            new Statement(
                    """
                    WITH recent AS (SELECT * FROM outcome ORDER BY id DESC LIMIT $1),
                    latest AS (
                        SELECT r.* FROM recent r WHERE NOT EXISTS (
                            SELECT FROM outcome n WHERE n.request_id = r.request_id AND n.revision > r.revision)),
                    known AS (
                        SELECT l.success, coalesce(l.value_nano, 0) AS value_nano,
                               coalesce(nullif(l.label, ''), nullif(e.label, ''), '(none)') AS label,
                               e.model, e.project_id, e.charged_nano,
                               e.predicted_prefill_uj + e.predicted_decode_uj AS predicted_uj,
                               (SELECT sum(s.prefill_uj + s.decode_uj) FROM energy_share s
                                 WHERE s.request_id = l.request_id) AS shared_uj,
                               NOT EXISTS (
                                   SELECT FROM usage_attempt a WHERE a.request_id = l.request_id AND NOT EXISTS (
                                       SELECT FROM energy_window w JOIN energy_attribution t ON t.window_id = w.id
                                        WHERE w.node_id = a.node_id AND w.engine_id = a.engine_id
                                          AND w.started_at < a.ended_at AND w.ended_at >= a.ended_at)) AS closed
                          FROM latest l JOIN usage_event e ON e.request_id = l.request_id),
                    sums AS (
                        SELECT d.dimension, d.name, count(*) AS requests,
                               count(*) FILTER (WHERE success) AS successes, sum(charged_nano) AS charged_nano,
                               coalesce(sum(shared_uj) FILTER (WHERE closed AND shared_uj IS NOT NULL), 0) AS measured_uj,
                               coalesce(sum(predicted_uj) FILTER (WHERE NOT closed OR shared_uj IS NULL), 0) AS predicted_uj,
                               count(*) FILTER (WHERE closed AND shared_uj IS NOT NULL) AS measured,
                               coalesce(sum(value_nano) FILTER (WHERE success), 0) AS value_nano
                          FROM known CROSS JOIN LATERAL
                               (VALUES (1, 'all'), (2, label), (3, model), (4, project_id)) AS d (dimension, name)
                         GROUP BY 1, 2),
                    ranked AS (
                        SELECT *, row_number() OVER (PARTITION BY dimension ORDER BY requests DESC, name) AS place
                          FROM sums)
                    SELECT dimension, CASE WHEN place <= $2 THEN name ELSE 'other' END AS name,
                           sum(requests)::bigint AS requests, sum(successes)::bigint AS successes,
                           sum(charged_nano)::bigint AS charged_nano, sum(measured_uj)::bigint AS measured_uj,
                           sum(predicted_uj)::bigint AS predicted_uj, sum(measured)::bigint AS measured,
                           sum(value_nano)::bigint AS value_nano
                      FROM ranked GROUP BY dimension, 2, least(place, $2 + 1)
                     ORDER BY dimension, least(place, $2 + 1)\
                    """);

    private final Pool pool;
    private final CountersConfig config;
    private final Ticker ticker;
    private volatile Sums newest = new Sums(List.of(), Long.MIN_VALUE);

    private record Sums(List<OutcomeRow> rows, long dueNanos) {}

    OutcomeTotals(Pool pool, CountersConfig config, Ticker ticker) {
        this.pool = pool;
        this.config = config;
        this.ticker = ticker;
    }

    /** The sums, made anew when they are due. */
    Future<List<OutcomeRow>> rows(FacilityFactors facility) {
        long now = ticker.nanos();
        Sums last = newest;
        if (last.dueNanos() != Long.MIN_VALUE && now - last.dueNanos() < 0) {
            return Future.succeededFuture(last.rows());
        }
        return SUMS.rows(pool, config.maxOutcomes(), config.maxRows())
                .map(rows -> rows.stream().map(row -> read(row, facility)).toList())
                .onSuccess(
                        rows -> newest = new Sums(rows, now + config.outcomeInterval().toNanos()));
    }

    /** Device joules from the ledger; host, facility and price by the rate card's factors. */
    private static OutcomeRow read(Row row, FacilityFactors facility) {
        long measuredUj = atHost(row.getLong("measured_uj"), facility);
        long predictedUj = atHost(row.getLong("predicted_uj"), facility);
        long itUj = Math.addExact(measuredUj, predictedUj);
        return OutcomeRow.newBuilder()
                .setDimensionValue(row.getInteger("dimension"))
                .setName(row.getString("name"))
                .setRequests(row.getLong("requests"))
                .setSuccesses(row.getLong("successes"))
                .setChargedNano(row.getLong("charged_nano"))
                .setMeasuredUj(measuredUj)
                .setPredictedUj(predictedUj)
                .setMeasuredRequests(row.getLong("measured"))
                .setEnergyCostNano(
                        facility.energyCostNano(Math.addExact(itUj, facility.facilityUj(itUj))))
                .setValueNano(row.getLong("value_nano"))
                .build();
    }

    private static long atHost(long deviceUj, FacilityFactors facility) {
        return Math.addExact(deviceUj, facility.hostUj(deviceUj));
    }
}
