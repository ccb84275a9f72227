// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * Roll-ups with what they do not hold yet are the sums of the rows, measure by measure. Written
 * from the rows alone: the newest outcome, the newest cost and its shares, not what was added and
 * taken back on the way there.
 */
final class RollupSql {

    static final String USAGE =
            """
            WITH booked AS (
                SELECT date_trunc('minute', e.ended_at, 'UTC') AS minute, 1 AS source, e.organization_id, e.project_id,
                       e.user_id, e.key_id, e.model, e.tier, e.api, e.currency, count(*) AS requests,
                       count(*) FILTER (WHERE e.outcome = 1) AS completed, sum(e.input_uncached) AS input_uncached,
                       sum(e.cache_read) AS cache_read, sum(e.cache_write) AS cache_write, sum(e.output) AS output,
                       sum(e.reasoning) AS reasoning, sum(e.input_nano) AS input_nano,
                       sum(e.cache_read_nano) AS cache_read_nano, sum(e.cache_write_nano) AS cache_write_nano,
                       sum(e.output_nano) AS output_nano, sum(e.reasoning_nano) AS reasoning_nano
                  FROM usage_event e GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
                UNION ALL
                SELECT date_trunc('minute', adjusted_at(b.booked_at, a.month), 'UTC'), 2, '', a.project_id, '', '', a.model,
                       a.tier, '', a.currency, 0, 0, 0, 0, 0, 0, 0,
                       sum(a.posted_nano * (a.meter = 1)::int), sum(a.posted_nano * (a.meter = 2)::int),
                       sum(a.posted_nano * (a.meter = 3)::int), sum(a.posted_nano * (a.meter = 4)::int),
                       sum(a.posted_nano * (a.meter = 5)::int)
                  FROM price_adjustment a JOIN booking b ON b.id = a.booking_id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            signed AS (
                SELECT 1 AS sign, * FROM booked
                UNION ALL
                SELECT -1, * FROM usage_now)
            SELECT 'usage of ' || project_id || ' with ' || model || ' at ' || minute AS what
              FROM signed
             GROUP BY minute, source, organization_id, project_id, user_id, key_id, model, tier, api, currency
            HAVING sum(sign * requests) <> 0 OR sum(sign * completed) <> 0 OR sum(sign * input_uncached) <> 0
                OR sum(sign * cache_read) <> 0 OR sum(sign * cache_write) <> 0 OR sum(sign * output) <> 0
                OR sum(sign * reasoning) <> 0 OR sum(sign * input_nano) <> 0 OR sum(sign * cache_read_nano) <> 0
                OR sum(sign * cache_write_nano) <> 0 OR sum(sign * output_nano) <> 0 OR sum(sign * reasoning_nano) <> 0\
            """;

    /** Hours of usage are the sums of their minutes. */
    static final String HOURS =
            """
            WITH signed AS (
                SELECT 1 AS sign, date_trunc('hour', minute, 'UTC') AS hour, series, requests, completed, input_uncached,
                       cache_read, cache_write, output, reasoning, input_nano, cache_read_nano, cache_write_nano,
                       output_nano, reasoning_nano
                  FROM usage_minute
                UNION ALL
                SELECT -1, * FROM usage_hour)
            SELECT 'series ' || series || ' at ' || hour AS what FROM signed GROUP BY series, hour
            HAVING sum(sign * requests) <> 0 OR sum(sign * completed) <> 0 OR sum(sign * input_uncached) <> 0
                OR sum(sign * cache_read) <> 0 OR sum(sign * cache_write) <> 0 OR sum(sign * output) <> 0
                OR sum(sign * reasoning) <> 0 OR sum(sign * input_nano) <> 0 OR sum(sign * cache_read_nano) <> 0
                OR sum(sign * cache_write_nano) <> 0 OR sum(sign * output_nano) <> 0 OR sum(sign * reasoning_nano) <> 0\
            """;

    static final String FINANCE =
            """
            WITH request AS (
                SELECT e.*, date_trunc('hour', e.ended_at, 'UTC') AS hour, coalesce(last.node_id, '') AS node_id,
                       last.number AS last_attempt, last.ended_at AS last_ended_at
                  FROM usage_event e
                  LEFT JOIN (SELECT DISTINCT ON (request_id) * FROM usage_attempt ORDER BY request_id, number DESC) AS last
                    ON last.request_id = e.request_id),
            newest AS (
                SELECT DISTINCT ON (window_id) window_id, revision, currency FROM window_cost
                 ORDER BY window_id, revision DESC),
            booked AS (
                SELECT hour, 1 AS bearer, organization_id, project_id, key_id, model, tier, agent, label, node_id,
                       price_version, currency,
                       ARRAY[count(*), count(*) FILTER (WHERE outcome = 1), count(*) FILTER (WHERE price_tier IS NULL), 0,
                             sum((extract(epoch FROM ended_at - admitted_at) * 1000000)::bigint), sum(input_uncached),
                             sum(cache_read), sum(cache_write), sum(output), sum(reasoning), sum(waste_tokens),
                             sum(charged_nano), 0, 0, 0, 0, sum(predicted_prefill_uj + predicted_decode_uj),
                             0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]::numeric[] AS measures
                  FROM request GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
                UNION ALL
                SELECT date_trunc('hour', adjusted_at(b.booked_at, a.month), 'UTC'), 1, '', a.project_id, '', a.model,
                       a.tier, '', '', '', a.price_version, a.currency,
                       ARRAY[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a.posted_nano, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                  FROM price_adjustment a JOIN booking b ON b.id = a.booking_id
                UNION ALL
                SELECT r.hour, 1, r.organization_id, r.project_id, r.key_id, r.model, r.tier, r.agent, r.label, r.node_id,
                       r.price_version, r.currency,
                       ARRAY[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, o.success::int, coalesce(o.value_nano, 0), 0,
                             0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                  FROM (SELECT DISTINCT ON (request_id) * FROM outcome ORDER BY request_id, revision DESC) AS o
                  JOIN request r ON r.request_id = o.request_id
                UNION ALL
                SELECT coalesce(r.hour, date_trunc('hour', w.started_at, 'UTC')), c.bearer, coalesce(r.organization_id, ''),
                       coalesce(r.project_id, CASE WHEN c.bearer IN (1, 2) THEN c.owner ELSE '' END), coalesce(r.key_id, ''),
                       coalesce(r.model, ''), coalesce(r.tier, ''), coalesce(r.agent, ''), coalesce(r.label, ''), w.node_id,
                       coalesce(r.price_version, 0), n.currency,
                       ARRAY[0, 0, 0, coalesce((s.attempt = r.last_attempt AND r.last_ended_at > w.started_at
                                                AND r.last_ended_at <= w.ended_at)::int, 0),
                             0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, s.prefill_uj, s.decode_uj, s.idle_uj, s.empty_uj,
                             s.unattributed_uj, div(d.uj::numeric * w.quality_ppm, 1000000), c.host_uj, c.facility_uj,
                             c.gpu_nano, c.electricity_nano, c.carbon_ug]
                  FROM newest n
                  JOIN energy_window w ON w.id = n.window_id
                  JOIN energy_share s ON s.window_id = n.window_id
                 CROSS JOIN LATERAL (
                       SELECT s.prefill_uj + s.decode_uj + s.idle_uj + s.empty_uj + s.unattributed_uj AS uj) AS d
                  JOIN cost_line c ON c.window_id = n.window_id AND c.ordinal = s.ordinal AND c.revision = n.revision
                                  AND c.sign = 1
                  LEFT JOIN request r ON r.request_id = s.request_id
                UNION ALL
                SELECT r.hour, 1, r.organization_id, r.project_id, r.key_id, r.model, r.tier, r.agent, r.label, c.node_id,
                       r.price_version, c.currency,
                       array_append(array_fill(0::numeric, ARRAY[28]), c.amount_nano::numeric)
                  FROM provider_charge c JOIN request r ON r.request_id = c.request_id),
            signed AS (
                SELECT 1 AS sign, * FROM booked
                UNION ALL
                SELECT -1, hour, bearer, organization_id, project_id, key_id, model, tier, agent, label, node_id,
                       price_version, currency,
                       ARRAY[requests, completed, unpriced, measured, duration_us, input_uncached, cache_read, cache_write,
                             output, reasoning, waste_tokens, charged_nano, adjusted_nano, reported, succeeded, value_nano,
                             predicted_uj, prefill_uj, decode_uj, idle_uj, empty_uj, unattributed_uj, quality_uj, host_uj,
                             facility_uj, gpu_nano, electricity_nano, carbon_ug, provider_nano]
                  FROM finance_now),
            sums AS (
                SELECT hour, bearer, organization_id, project_id, key_id, model, tier, agent, label, node_id, price_version,
                       currency, m.ordinal, sum(sign * m.measure) AS off
                  FROM signed CROSS JOIN LATERAL unnest(measures) WITH ORDINALITY AS m (measure, ordinal)
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)
            SELECT 'finance of ' || project_id || ' on ' || node_id || ' at ' || hour || ', measure ' || ordinal
                   || ' is off by ' || -off AS what
              FROM sums WHERE off <> 0\
            """;

    private RollupSql() {}
}
