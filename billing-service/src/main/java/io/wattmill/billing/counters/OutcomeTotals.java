// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.counters;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.wattmill.billing.cost.Amounts;
import io.wattmill.billing.cost.CostBasis;
import io.wattmill.billing.price.FacilityFactors;
import io.wattmill.billing.sql.Statement;
import io.wattmill.contract.ledger.v1.OutcomeRow;
import io.wattmill.kit.time.Ticker;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the newest reported requests took, and how many of them were of use. A request's joules move
 * from predicted to measured as its windows close, so the sums are made anew, at a pace of their
 * own, over a bounded number of reports.
 */
final class OutcomeTotals {

    /**
     * A reported request brings the others of its run with it, each once, under the label of the
     * run's newest report. Measured: the request has shares with their cost, and of each attempt
     * the window that holds its end is attributed.
     */
    private static final Statement SUMS =
            new Statement(
                    """
                    WITH recent AS (SELECT * FROM outcome ORDER BY id DESC LIMIT $1),
                    reported AS MATERIALIZED (
                        SELECT r.id, r.request_id, r.success, coalesce(r.value_nano, 0) AS value_nano, e.project_id, e.run_id,
                               coalesce(nullif(r.label, ''), nullif(e.label, ''), '(none)') AS label
                          FROM recent r JOIN usage_event e ON e.request_id = r.request_id
                         WHERE NOT EXISTS (
                               SELECT FROM outcome n WHERE n.request_id = r.request_id AND n.revision > r.revision)),
                    runs AS (
                        SELECT DISTINCT ON (project_id, run_id) project_id, run_id, label FROM reported
                         WHERE run_id <> '' ORDER BY project_id, run_id, id DESC),
                    members AS (
                        SELECT request_id, label, success, value_nano FROM reported
                        UNION ALL
                        SELECT mate.request_id, runs.label, false, 0
                          FROM runs CROSS JOIN LATERAL (
                               SELECT e.request_id FROM usage_event e
                                WHERE hashtext(e.project_id || '/' || e.run_id) = hashtext(runs.project_id || '/' || runs.run_id)
                                  AND e.run_id <> '' AND e.project_id = runs.project_id AND e.run_id = runs.run_id
                                ORDER BY e.admitted_at DESC LIMIT $3) mate
                         WHERE NOT EXISTS (SELECT FROM reported x WHERE x.request_id = mate.request_id)),
                    known AS (
                        SELECT m.success, m.value_nano, m.label, e.model, e.project_id, e.charged_nano,
                               coalesce(nullif(e.agent, ''), '(none)') AS agent,
                               (extract(epoch FROM e.ended_at - e.admitted_at) * 1000000)::bigint AS duration_us,
                               e.predicted_prefill_uj + e.predicted_decode_uj AS predicted_uj,
                               took.it_uj, took.electricity_nano, took.cost_nano,
                               took.costed AND NOT EXISTS (
                                   SELECT FROM usage_attempt a WHERE a.request_id = m.request_id AND NOT EXISTS (
                                       SELECT FROM energy_window w JOIN energy_attribution t ON t.window_id = w.id
                                        WHERE w.node_id = a.node_id AND w.engine_id = a.engine_id
                                          AND w.started_at < a.ended_at AND w.ended_at >= a.ended_at)) AS measured
                          FROM members m JOIN usage_event e ON e.request_id = m.request_id
                          CROSS JOIN LATERAL (
                               SELECT coalesce(bool_and(c.lines > 0), false) AS costed,
                                      coalesce(sum(s.prefill_uj + s.decode_uj + c.host_uj), 0) AS it_uj,
                                      coalesce(sum(c.electricity_nano), 0) AS electricity_nano,
                                      coalesce(sum(c.electricity_nano + c.gpu_nano), 0) AS cost_nano
                                 FROM energy_share s CROSS JOIN LATERAL (
                                      SELECT count(*) AS lines, sum(sign * host_uj) AS host_uj, sum(sign * gpu_nano) AS gpu_nano,
                                             sum(sign * electricity_nano) AS electricity_nano
                                        FROM cost_line l WHERE l.window_id = s.window_id AND l.ordinal = s.ordinal) c
                                WHERE s.request_id = m.request_id) took),
                    sums AS (
                        SELECT d.dimension, d.name, count(*) AS requests,
                               count(*) FILTER (WHERE success) AS successes, sum(charged_nano) AS charged_nano,
                               coalesce(sum(it_uj) FILTER (WHERE measured), 0) AS measured_uj,
                               coalesce(sum(predicted_uj) FILTER (WHERE NOT measured), 0) AS predicted_uj,
                               coalesce(sum(electricity_nano) FILTER (WHERE measured), 0) AS electricity_nano,
                               coalesce(sum(cost_nano) FILTER (WHERE measured), 0) AS cost_nano,
                               count(*) FILTER (WHERE measured) AS measured, sum(duration_us) AS duration_us,
                               coalesce(sum(value_nano) FILTER (WHERE success), 0) AS value_nano
                          FROM known CROSS JOIN LATERAL
                               (VALUES (1, 'all'), (2, label), (3, model), (4, project_id), (5, agent)) AS d (dimension, name)
                         GROUP BY 1, 2),
                    ranked AS (
                        SELECT *, row_number() OVER (PARTITION BY dimension ORDER BY requests DESC, name) AS place
                          FROM sums)
                    SELECT dimension, CASE WHEN place <= $2 THEN name ELSE 'other' END AS name,
                           sum(requests)::bigint AS requests, sum(successes)::bigint AS successes,
                           sum(charged_nano)::bigint AS charged_nano, sum(measured_uj)::bigint AS measured_uj,
                           sum(predicted_uj)::bigint AS predicted_uj, sum(measured)::bigint AS measured,
                           sum(electricity_nano)::bigint AS electricity_nano, sum(cost_nano)::bigint AS cost_nano,
                           sum(duration_us)::bigint AS duration_us, sum(value_nano)::bigint AS value_nano
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
        return SUMS.rows(pool, config.maxOutcomes(), config.maxRows(), config.maxRunRequests())
                .map(rows -> rows.stream().map(row -> read(row, facility)).toList())
                .onSuccess(
                        rows -> newest = new Sums(rows, now + config.outcomeInterval().toNanos()));
    }

    /** What is not measured yet is predicted by the rate card's factors. */
    private static OutcomeRow read(Row row, FacilityFactors facility) {
        CostBasis unmeasured =
                new CostBasis(row.getLong("predicted_uj"), OptionalLong.empty(), 0, facility);
        Amounts predicted = unmeasured.amounts();
        return OutcomeRow.newBuilder()
                .setDimensionValue(row.getInteger("dimension"))
                .setName(row.getString("name"))
                .setRequests(row.getLong("requests"))
                .setSuccesses(row.getLong("successes"))
                .setChargedNano(row.getLong("charged_nano"))
                .setMeasuredUj(row.getLong("measured_uj"))
                .setPredictedUj(Math.addExact(unmeasured.deviceUj(), predicted.hostUj()))
                .setMeasuredRequests(row.getLong("measured"))
                .setEnergyCostNano(
                        Math.addExact(row.getLong("electricity_nano"), predicted.electricityNano()))
                .setMeasuredCostNano(row.getLong("cost_nano"))
                .setDurationUs(row.getLong("duration_us"))
                .setValueNano(row.getLong("value_nano"))
                .build();
    }
}
