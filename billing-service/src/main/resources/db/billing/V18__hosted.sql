-- SPDX-License-Identifier: Apache-2.0
-- What providers of hosted APIs charge the site: cost to serve of requests (docs/adr/0019-hosted.md).

-- One row per attempt on a hosted API: the price that was in force when it was placed, currency per 1,000,000 tokens,
-- the tokens it counts for, and the amount. Input: uncached and cache write; output: delivered and wasted.
CREATE TABLE provider_charge (
    request_id        uuid NOT NULL,
    number            integer NOT NULL CHECK (number > 0),
    node_id           text NOT NULL,
    engine_id         text NOT NULL,
    currency          text NOT NULL,
    input_price       numeric(24,15) NOT NULL CHECK (input_price >= 0),
    cached_price      numeric(24,15) NOT NULL CHECK (cached_price >= 0),
    output_price      numeric(24,15) NOT NULL CHECK (output_price >= 0),
    input_tokens      bigint NOT NULL CHECK (input_tokens >= 0),
    cached_tokens     bigint NOT NULL CHECK (cached_tokens >= 0),
    output_tokens     bigint NOT NULL CHECK (output_tokens >= 0),
    amount_nano       bigint NOT NULL CHECK (amount_nano >= 0),
    booking_id        bigint NOT NULL,
    PRIMARY KEY (request_id, number)
);
CREATE INDEX provider_charge_of_booking ON provider_charge (booking_id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON provider_charge
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Beside the cost of GPU time and electricity: what providers charge.
ALTER TABLE finance_hour ADD COLUMN provider_nano bigint NOT NULL DEFAULT 0;

-- What some bookings add to finance_hour: what finance_of says, and what providers charge.
CREATE FUNCTION finance_added_by(bookings bigint[]) RETURNS TABLE (
    hour timestamptz, bearer smallint, organization_id text, project_id text, key_id text, model text, tier text,
    agent text, label text, node_id text, price_version integer, currency text, requests bigint, completed bigint,
    unpriced bigint, measured bigint, duration_us bigint, input_uncached bigint, cache_read bigint, cache_write bigint,
    output bigint, reasoning bigint, waste_tokens bigint, charged_nano bigint, adjusted_nano bigint, reported bigint,
    succeeded bigint, value_nano bigint, predicted_uj bigint, prefill_uj bigint, decode_uj bigint, idle_uj bigint,
    empty_uj bigint, unattributed_uj bigint, quality_uj bigint, host_uj bigint, facility_uj bigint, gpu_nano bigint,
    electricity_nano bigint, carbon_ug bigint, provider_nano bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT *, 0::bigint FROM finance_of(bookings)
    UNION ALL
    SELECT date_bin('1 hour', e.ended_at, '2000-01-01 00:00Z'), 1::smallint, e.organization_id, e.project_id, e.key_id,
           e.model, e.tier, e.agent, e.label, c.node_id, e.price_version, c.currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(c.amount_nano)::bigint
      FROM provider_charge c JOIN usage_event e ON e.request_id = c.request_id
     WHERE c.booking_id = ANY(bookings)
     GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
$$;

CREATE OR REPLACE VIEW finance_now AS
    SELECT f.hour, s.bearer, s.organization_id, s.project_id, s.key_id, s.model, s.tier, s.agent, s.label, s.node_id,
           s.price_version, s.currency, f.requests, f.completed, f.unpriced, f.measured, f.duration_us, f.input_uncached,
           f.cache_read, f.cache_write, f.output, f.reasoning, f.waste_tokens, f.charged_nano, f.adjusted_nano, f.reported,
           f.succeeded, f.value_nano, f.predicted_uj, f.prefill_uj, f.decode_uj, f.idle_uj, f.empty_uj, f.unattributed_uj,
           f.quality_uj, f.host_uj, f.facility_uj, f.gpu_nano, f.electricity_nano, f.carbon_ug, f.provider_nano
      FROM finance_hour f JOIN finance_series s ON s.id = f.series
    UNION ALL
    SELECT * FROM finance_added_by(unrolled_bookings());

-- Cost to serve is what it was: now with what providers charge in it.
CREATE OR REPLACE VIEW billing_views.margin_by_hour AS
SELECT f.hour,
       (ARRAY['requests', 'reserved', 'empty', 'unattributed'])[f.bearer] AS bearer,
       f.organization_id,
       f.project_id,
       f.key_id,
       f.model,
       f.tier,
       f.agent,
       f.label,
       f.node_id,
       f.price_version,
       f.currency,
       sum(f.requests)::bigint AS requests,
       sum(f.completed)::bigint AS completed,
       sum(f.unpriced)::bigint AS unpriced,
       sum(f.measured)::bigint AS measured,
       sum(f.input_uncached + f.cache_read + f.cache_write)::bigint AS input_tokens,
       sum(f.cache_read)::bigint AS input_cached_tokens,
       sum(f.output)::bigint AS output_tokens,
       sum(f.charged_nano + f.adjusted_nano) * 0.000000001 AS charged,
       sum(f.adjusted_nano) * 0.000000001 AS adjusted,
       sum(f.gpu_nano) * 0.000000001 AS gpu_cost,
       sum(f.electricity_nano) * 0.000000001 AS electricity_cost,
       sum(f.gpu_nano + f.electricity_nano + f.provider_nano) * 0.000000001 AS cost,
       sum(f.charged_nano + f.adjusted_nano - f.gpu_nano - f.electricity_nano - f.provider_nano) * 0.000000001 AS margin,
       sum(f.reported)::bigint AS outcomes_reported,
       sum(f.succeeded)::bigint AS outcomes_succeeded,
       sum(f.value_nano) * 0.000000001 AS outcome_value,
       sum(f.provider_nano) * 0.000000001 AS provider_cost
  FROM finance_now f
 GROUP BY f.hour, f.bearer, f.organization_id, f.project_id, f.key_id, f.model, f.tier, f.agent, f.label, f.node_id,
          f.price_version, f.currency;
COMMENT ON COLUMN billing_views.margin_by_hour.cost IS
    'Cost to serve: GPU time, electricity and what providers of hosted APIs charge.';
COMMENT ON COLUMN billing_views.margin_by_hour.provider_cost IS
    'What providers of hosted APIs charge for it.';

CREATE OR REPLACE VIEW billing_views.requests AS
SELECT e.request_id,
       e.booking_id,
       b.booked_at,
       e.organization_id,
       e.project_id,
       e.key_id,
       e.user_id,
       e.agent,
       e.session_id,
       e.run_id,
       e.parent_id,
       e.label,
       e.tier,
       e.api,
       e.model,
       e.stream,
       e.admitted_at,
       e.first_token_at,
       e.ended_at,
       (ARRAY['completed', 'aborted', 'failed', 'interrupted'])[e.outcome] AS outcome,
       e.finish_reason,
       e.http_status,
       e.error_code,
       coalesce(last.node_id, '') AS node_id,
       coalesce(last.engine_id, '') AS engine_id,
       coalesce(last.number, 0) AS attempts,
       e.input_uncached + e.cache_read + e.cache_write AS input_tokens,
       e.input_uncached AS input_uncached_tokens,
       e.cache_read AS input_cached_tokens,
       e.cache_write AS cache_write_tokens,
       e.output AS output_tokens,
       e.reasoning AS reasoning_tokens,
       e.waste_tokens,
       (ARRAY['engine', 'continuous', 'estimated', 'disputed'])[e.usage_source] AS usage_source,
       e.price_version,
       e.price_tier IS NOT NULL AS is_priced,
       e.currency,
       e.charged_nano * 0.000000001 AS charged,
       (e.predicted_prefill_uj + e.predicted_decode_uj) * 0.000001 AS predicted_joules,
       took.prefill_uj * 0.000001 AS prefill_joules,
       took.decode_uj * 0.000001 AS decode_joules,
       took.idle_uj * 0.000001 AS idle_share_joules,
       took.host_uj * 0.000001 AS host_joules,
       took.facility_uj * 0.000001 AS facility_joules,
       took.gpu_nano * 0.000000001 AS gpu_cost,
       took.electricity_nano * 0.000000001 AS electricity_cost,
       CASE WHEN paid.nano IS NULL THEN took.gpu_nano + took.electricity_nano
            ELSE coalesce(took.gpu_nano + took.electricity_nano, 0) + paid.nano END * 0.000000001 AS cost,
       took.carbon_ug * 0.000001 AS carbon_grams,
       paid.nano * 0.000000001 AS provider_cost
  FROM usage_event e
  JOIN booking b ON b.id = e.booking_id
  LEFT JOIN LATERAL (SELECT a.number, a.node_id, a.engine_id FROM usage_attempt a
                      WHERE a.request_id = e.request_id ORDER BY a.number DESC LIMIT 1) AS last ON true
  LEFT JOIN LATERAL (
       SELECT sum(l.sign * s.prefill_uj) AS prefill_uj, sum(l.sign * s.decode_uj) AS decode_uj,
              sum(l.sign * s.idle_uj) AS idle_uj, sum(l.sign * l.host_uj) AS host_uj,
              sum(l.sign * l.facility_uj) AS facility_uj, sum(l.sign * l.gpu_nano) AS gpu_nano,
              sum(l.sign * l.electricity_nano) AS electricity_nano, sum(l.sign * l.carbon_ug) AS carbon_ug
         FROM energy_share s JOIN cost_line l ON l.window_id = s.window_id AND l.ordinal = s.ordinal
        WHERE s.request_id = e.request_id) AS took ON true
  LEFT JOIN LATERAL (SELECT sum(c.amount_nano) AS nano FROM provider_charge c
                      WHERE c.request_id = e.request_id) AS paid ON true;
COMMENT ON COLUMN billing_views.requests.cost IS
    'What it cost to serve: GPU time, electricity and what providers of hosted APIs charge, as far as it is booked.';
COMMENT ON COLUMN billing_views.requests.usage_source IS
    'Where the counts come from: engine; continuous: its running counts; estimated: counted chunks; disputed: the engine''s final counts, which its running ones contradict.';
COMMENT ON COLUMN billing_views.requests.provider_cost IS
    'What providers of hosted APIs charge for it; NULL where none does.';
