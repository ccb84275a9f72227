-- SPDX-License-Identifier: Apache-2.0
-- What finance and analysts look at (docs/adr/0011-finance.md). The views are a contract: columns are added, never
-- renamed, removed or given another meaning. Tables are not, and analysts do not see them.

-- Entries are listed by when they were booked, from the newest back. A booking is many requests, so this costs little.
CREATE INDEX booking_by_time ON booking (booked_at, id);

-- V10 makes the role, too. Roles belong to the whole server: another database may have made it, or be about to.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'wattmill_analyst') THEN
        BEGIN
            CREATE ROLE wattmill_analyst NOLOGIN;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION 'role wattmill_analyst is missing, and % may not make it', current_user
                    USING ERRCODE = 'insufficient_privilege',
                          HINT = 'As an administrator of the server: CREATE ROLE wattmill_analyst NOLOGIN;';
        END;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'billing_views') THEN
        CREATE SCHEMA billing_views;
    END IF;
END $$;

CREATE VIEW billing_views.requests AS
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
       (ARRAY['engine', 'continuous', 'estimated'])[e.usage_source] AS usage_source,
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
       (took.gpu_nano + took.electricity_nano) * 0.000000001 AS cost,
       took.carbon_ug * 0.000001 AS carbon_grams
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
        WHERE s.request_id = e.request_id) AS took ON true;
COMMENT ON VIEW billing_views.requests IS 'Settled requests, one row each, with what they took and cost.';
COMMENT ON COLUMN billing_views.requests.request_id IS
    'Id of the request, as x-request-id said it.';
COMMENT ON COLUMN billing_views.requests.booking_id IS
    'Booking that settled it.';
COMMENT ON COLUMN billing_views.requests.booked_at IS
    'When it was settled.';
COMMENT ON COLUMN billing_views.requests.organization_id IS
    'Organization of the key.';
COMMENT ON COLUMN billing_views.requests.project_id IS
    'Project of the key: who is charged.';
COMMENT ON COLUMN billing_views.requests.key_id IS
    'API key.';
COMMENT ON COLUMN billing_views.requests.user_id IS
    'Owner of the key; empty when it has none.';
COMMENT ON COLUMN billing_views.requests.agent IS
    'What x-wattmill-agent named.';
COMMENT ON COLUMN billing_views.requests.session_id IS
    'What x-wattmill-session named.';
COMMENT ON COLUMN billing_views.requests.run_id IS
    'What x-wattmill-run named: the requests of one piece of work.';
COMMENT ON COLUMN billing_views.requests.parent_id IS
    'What x-wattmill-parent named.';
COMMENT ON COLUMN billing_views.requests.label IS
    'What x-wattmill-label named.';
COMMENT ON COLUMN billing_views.requests.tier IS
    'Service tier as asked for; empty is the default one.';
COMMENT ON COLUMN billing_views.requests.api IS
    'API that was called, such as chat.completions.';
COMMENT ON COLUMN billing_views.requests.model IS
    'Model.';
COMMENT ON COLUMN billing_views.requests.stream IS
    'Whether the answer was streamed.';
COMMENT ON COLUMN billing_views.requests.admitted_at IS
    'When the gateway admitted it.';
COMMENT ON COLUMN billing_views.requests.first_token_at IS
    'When the first token left the gateway; NULL when none did.';
COMMENT ON COLUMN billing_views.requests.ended_at IS
    'When it ended.';
COMMENT ON COLUMN billing_views.requests.outcome IS
    'How it ended: completed; aborted: the caller left; failed: the engine or the gateway failed; interrupted: the gateway died.';
COMMENT ON COLUMN billing_views.requests.finish_reason IS
    'The engine''s finish reason.';
COMMENT ON COLUMN billing_views.requests.http_status IS
    'Status of the answer.';
COMMENT ON COLUMN billing_views.requests.error_code IS
    'Code of the error; empty without one.';
COMMENT ON COLUMN billing_views.requests.node_id IS
    'Node of the last attempt; empty when no engine was reached.';
COMMENT ON COLUMN billing_views.requests.engine_id IS
    'Engine of the last attempt; empty when none was reached.';
COMMENT ON COLUMN billing_views.requests.attempts IS
    'Calls of engines.';
COMMENT ON COLUMN billing_views.requests.input_tokens IS
    'Input tokens: uncached, cached and cache write together.';
COMMENT ON COLUMN billing_views.requests.input_uncached_tokens IS
    'Input tokens that were not cached.';
COMMENT ON COLUMN billing_views.requests.input_cached_tokens IS
    'Input tokens read from a cache.';
COMMENT ON COLUMN billing_views.requests.cache_write_tokens IS
    'Input tokens written to a cache.';
COMMENT ON COLUMN billing_views.requests.output_tokens IS
    'Output tokens, reasoning included.';
COMMENT ON COLUMN billing_views.requests.reasoning_tokens IS
    'Reasoning tokens, a part of output.';
COMMENT ON COLUMN billing_views.requests.waste_tokens IS
    'Tokens that an engine made and nobody received.';
COMMENT ON COLUMN billing_views.requests.usage_source IS
    'Where the counts come from: engine; continuous: its running counts; estimated: counted chunks.';
COMMENT ON COLUMN billing_views.requests.price_version IS
    'Version of the price book that rated it.';
COMMENT ON COLUMN billing_views.requests.is_priced IS
    'False: the book had no price, and nothing was charged.';
COMMENT ON COLUMN billing_views.requests.currency IS
    'Currency of the money in this row.';
COMMENT ON COLUMN billing_views.requests.charged IS
    'What is charged for it, before adjustments of monthly schedules.';
COMMENT ON COLUMN billing_views.requests.predicted_joules IS
    'Device joules as predicted at placement.';
COMMENT ON COLUMN billing_views.requests.prefill_joules IS
    'Device joules of reading the prompt; NULL until a window of it is costed, like the next eight.';
COMMENT ON COLUMN billing_views.requests.decode_joules IS
    'Device joules of making the output.';
COMMENT ON COLUMN billing_views.requests.idle_share_joules IS
    'Its share of the base power of devices it was on.';
COMMENT ON COLUMN billing_views.requests.host_joules IS
    'Its share of the joules of hosts.';
COMMENT ON COLUMN billing_views.requests.facility_joules IS
    'What the facility added, by PUE.';
COMMENT ON COLUMN billing_views.requests.gpu_cost IS
    'Its share of the cost of GPU time.';
COMMENT ON COLUMN billing_views.requests.electricity_cost IS
    'Electricity of its device, host and facility joules.';
COMMENT ON COLUMN billing_views.requests.cost IS
    'What it cost to serve.';
COMMENT ON COLUMN billing_views.requests.carbon_grams IS
    'Grams of CO2 equivalent, at the facility boundary.';

CREATE VIEW billing_views.entries AS
SELECT t.booking_id,
       b.booked_at,
       b.source AS booked_by,
       (ARRAY['settlement', 'attribution', 'lease', 'outcome', 'correction'])[b.kind] AS booking_kind,
       t.id AS transfer_id,
       entry.side,
       (ARRAY['single', 'pending', 'post', 'void', 'expire', 'correction'])[t.kind + 1] AS kind,
       (ARRAY['money', 'tokens', 'energy', 'cost', 'carbon'])[a.ledger] AS ledger,
       a.code,
       a.owner,
       CASE a.unit WHEN 'uj' THEN 'J' WHEN 'ug' THEN 'g' ELSE a.unit END AS unit,
       t.amount * scale.of AS amount,
       t.event_id AS request_id,
       t.window_id,
       t.pending_id
  FROM transfer t
  JOIN booking b ON b.id = t.booking_id
 CROSS JOIN LATERAL (VALUES ('debit', t.debit_account), ('credit', t.credit_account)) AS entry (side, account_id)
  JOIN account a ON a.id = entry.account_id
 CROSS JOIN LATERAL (SELECT CASE a.unit WHEN 'token' THEN 1 WHEN 'uj' THEN 0.000001 WHEN 'ug' THEN 0.000001
                                       ELSE 0.000000001 END AS of) AS scale;
COMMENT ON VIEW billing_views.entries IS 'Both sides of every transfer. Debits equal credits within each ledger and unit.';
COMMENT ON COLUMN billing_views.entries.booking_id IS
    'Booking that made the transfer.';
COMMENT ON COLUMN billing_views.entries.booked_at IS
    'When it was booked.';
COMMENT ON COLUMN billing_views.entries.booked_by IS
    'Who booked: a gateway''s journal, or one of billing''s jobs.';
COMMENT ON COLUMN billing_views.entries.booking_kind IS
    'Why it was booked: settlement, attribution, lease, outcome, or correction (adjustments are one).';
COMMENT ON COLUMN billing_views.entries.transfer_id IS
    'Transfer; its two entries share it.';
COMMENT ON COLUMN billing_views.entries.side IS
    'debit or credit.';
COMMENT ON COLUMN billing_views.entries.kind IS
    'single; or of a lease pending, post, void, expire; or correction.';
COMMENT ON COLUMN billing_views.entries.ledger IS
    'money, tokens, energy, cost or carbon.';
COMMENT ON COLUMN billing_views.entries.code IS
    'Number of the kind of account; the list is below.';
COMMENT ON COLUMN billing_views.entries.owner IS
    'Whom or what the account is kept for.';
COMMENT ON COLUMN billing_views.entries.unit IS
    'Unit of amount: a currency, token, J or g.';
COMMENT ON COLUMN billing_views.entries.amount IS
    'Amount, exact.';
COMMENT ON COLUMN billing_views.entries.request_id IS
    'Request that caused it; NULL when a window or the whole booking did.';
COMMENT ON COLUMN billing_views.entries.window_id IS
    'Energy window that caused it.';
COMMENT ON COLUMN billing_views.entries.pending_id IS
    'Pending transfer that this one resolves.';

CREATE VIEW billing_views.balances AS
SELECT (ARRAY['money', 'tokens', 'energy', 'cost', 'carbon'])[a.ledger] AS ledger,
       a.code,
       a.owner,
       CASE a.unit WHEN 'uj' THEN 'J' WHEN 'ug' THEN 'g' ELSE a.unit END AS unit,
       sum(a.debits_posted - a.credits_posted) * scale.of AS balance,
       sum(a.debits_posted) * scale.of AS debits,
       sum(a.credits_posted) * scale.of AS credits,
       sum(a.debits_pending) * scale.of AS pending_debits,
       sum(a.credits_pending) * scale.of AS pending_credits
  FROM account a
 CROSS JOIN LATERAL (SELECT CASE a.unit WHEN 'token' THEN 1 WHEN 'uj' THEN 0.000001 WHEN 'ug' THEN 0.000001
                                       ELSE 0.000000001 END AS of) AS scale
 GROUP BY a.ledger, a.code, a.owner, a.unit, scale.of;
COMMENT ON VIEW billing_views.balances IS 'Balances of accounts, as they are now.';
COMMENT ON COLUMN billing_views.balances.ledger IS
    'money, tokens, energy, cost or carbon.';
COMMENT ON COLUMN billing_views.balances.code IS
    'Number of the kind of account; the list is below.';
COMMENT ON COLUMN billing_views.balances.owner IS
    'Whom or what the account is kept for.';
COMMENT ON COLUMN billing_views.balances.unit IS
    'Unit of the amounts: a currency, token, J or g.';
COMMENT ON COLUMN billing_views.balances.balance IS
    'Debits less credits, posted.';
COMMENT ON COLUMN billing_views.balances.debits IS
    'Posted debits.';
COMMENT ON COLUMN billing_views.balances.credits IS
    'Posted credits.';
COMMENT ON COLUMN billing_views.balances.pending_debits IS
    'Pending debits: leases in the hands of gateways.';
COMMENT ON COLUMN billing_views.balances.pending_credits IS
    'Pending credits.';

CREATE VIEW billing_views.usage_by_day AS
SELECT date_bin('1 day', u.hour, '2000-01-01 00:00Z') AS day,
       u.organization_id,
       u.project_id,
       u.user_id,
       u.key_id,
       u.model,
       u.tier,
       u.api,
       u.currency,
       sum(u.requests)::bigint AS requests,
       sum(u.completed)::bigint AS completed,
       sum(u.input_uncached + u.cache_read + u.cache_write)::bigint AS input_tokens,
       sum(u.cache_read)::bigint AS input_cached_tokens,
       sum(u.cache_write)::bigint AS cache_write_tokens,
       sum(u.output)::bigint AS output_tokens,
       sum(u.reasoning)::bigint AS reasoning_tokens,
       sum(u.input_nano + u.cache_read_nano + u.cache_write_nano + u.output_nano + u.reasoning_nano) * 0.000000001 AS charged,
       sum(CASE u.source WHEN 2 THEN u.input_nano + u.cache_read_nano + u.cache_write_nano + u.output_nano + u.reasoning_nano
            ELSE 0 END) * 0.000000001 AS adjusted
  FROM (SELECT hour, source, organization_id, project_id, user_id, key_id, model, tier, api, currency, requests, completed,
               input_uncached, cache_read, cache_write, output, reasoning, input_nano, cache_read_nano, cache_write_nano,
               output_nano, reasoning_nano
          FROM usage_hour JOIN usage_series ON id = series
         UNION ALL
        SELECT minute, source, organization_id, project_id, user_id, key_id, model, tier, api, currency, requests, completed,
               input_uncached, cache_read, cache_write, output, reasoning, input_nano, cache_read_nano, cache_write_nano,
               output_nano, reasoning_nano
          FROM usage_of(unrolled_bookings())) u
 GROUP BY date_bin('1 day', u.hour, '2000-01-01 00:00Z'), u.organization_id, u.project_id, u.user_id, u.key_id, u.model,
          u.tier, u.api, u.currency;
COMMENT ON VIEW billing_views.usage_by_day IS 'Requests, tokens and charges by the day, UTC, in which requests ended.';
COMMENT ON COLUMN billing_views.usage_by_day.day IS
    'Start of the day, UTC.';
COMMENT ON COLUMN billing_views.usage_by_day.organization_id IS
    'Organization; empty for adjustments.';
COMMENT ON COLUMN billing_views.usage_by_day.project_id IS
    'Project.';
COMMENT ON COLUMN billing_views.usage_by_day.user_id IS
    'Owner of the key; empty when it has none.';
COMMENT ON COLUMN billing_views.usage_by_day.key_id IS
    'API key; empty for adjustments.';
COMMENT ON COLUMN billing_views.usage_by_day.model IS
    'Model.';
COMMENT ON COLUMN billing_views.usage_by_day.tier IS
    'Service tier as asked for; empty is the default one.';
COMMENT ON COLUMN billing_views.usage_by_day.api IS
    'API that was called; empty for adjustments.';
COMMENT ON COLUMN billing_views.usage_by_day.currency IS
    'Currency of the money in this row.';
COMMENT ON COLUMN billing_views.usage_by_day.requests IS
    'Requests.';
COMMENT ON COLUMN billing_views.usage_by_day.completed IS
    'Of them, those that were served to the end.';
COMMENT ON COLUMN billing_views.usage_by_day.input_tokens IS
    'Input tokens, cached ones included.';
COMMENT ON COLUMN billing_views.usage_by_day.input_cached_tokens IS
    'Input tokens read from a cache.';
COMMENT ON COLUMN billing_views.usage_by_day.cache_write_tokens IS
    'Input tokens written to a cache.';
COMMENT ON COLUMN billing_views.usage_by_day.output_tokens IS
    'Output tokens, reasoning included.';
COMMENT ON COLUMN billing_views.usage_by_day.reasoning_tokens IS
    'Reasoning tokens, a part of output.';
COMMENT ON COLUMN billing_views.usage_by_day.charged IS
    'What is charged, adjustments of monthly schedules included.';
COMMENT ON COLUMN billing_views.usage_by_day.adjusted IS
    'Of it, adjustments.';

CREATE VIEW billing_views.margin_by_hour AS
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
       sum(f.gpu_nano + f.electricity_nano) * 0.000000001 AS cost,
       sum(f.charged_nano + f.adjusted_nano - f.gpu_nano - f.electricity_nano) * 0.000000001 AS margin,
       sum(f.reported)::bigint AS outcomes_reported,
       sum(f.succeeded)::bigint AS outcomes_succeeded,
       sum(f.value_nano) * 0.000000001 AS outcome_value
  FROM finance_now f
 GROUP BY f.hour, f.bearer, f.organization_id, f.project_id, f.key_id, f.model, f.tier, f.agent, f.label, f.node_id,
          f.price_version, f.currency;
COMMENT ON VIEW billing_views.margin_by_hour IS 'What was charged and what it cost to serve, by hour.';
COMMENT ON COLUMN billing_views.margin_by_hour.hour IS
    'Start of the hour, UTC: of requests the one in which they ended, of other joules the one in which their window began.';
COMMENT ON COLUMN billing_views.margin_by_hour.bearer IS
    'Who bears it: requests; reserved: a project that keeps the node for itself; empty: windows without requests; unattributed: what nothing explains.';
COMMENT ON COLUMN billing_views.margin_by_hour.organization_id IS
    'Organization; empty for adjustments and for joules without a request.';
COMMENT ON COLUMN billing_views.margin_by_hour.project_id IS
    'Project; empty where no project bears the row.';
COMMENT ON COLUMN billing_views.margin_by_hour.key_id IS
    'API key; empty where there is no request.';
COMMENT ON COLUMN billing_views.margin_by_hour.model IS
    'Model; empty where there is no request.';
COMMENT ON COLUMN billing_views.margin_by_hour.tier IS
    'Service tier as asked for; empty is the default one.';
COMMENT ON COLUMN billing_views.margin_by_hour.agent IS
    'What x-wattmill-agent named; empty when it named nothing.';
COMMENT ON COLUMN billing_views.margin_by_hour.label IS
    'What x-wattmill-label named; empty when it named nothing.';
COMMENT ON COLUMN billing_views.margin_by_hour.node_id IS
    'Node: of counts and charges the one that answered, of joules and cost the metered one.';
COMMENT ON COLUMN billing_views.margin_by_hour.price_version IS
    'Version of the price book that rated the requests; 0 where there is none.';
COMMENT ON COLUMN billing_views.margin_by_hour.currency IS
    'Currency of the money in this row.';
COMMENT ON COLUMN billing_views.margin_by_hour.requests IS
    'Requests.';
COMMENT ON COLUMN billing_views.margin_by_hour.completed IS
    'Of them, those that were served to the end.';
COMMENT ON COLUMN billing_views.margin_by_hour.unpriced IS
    'Of them, those without a price: nothing was charged.';
COMMENT ON COLUMN billing_views.margin_by_hour.measured IS
    'Of them, those whose joules and cost are all booked.';
COMMENT ON COLUMN billing_views.margin_by_hour.input_tokens IS
    'Input tokens, cached ones included.';
COMMENT ON COLUMN billing_views.margin_by_hour.input_cached_tokens IS
    'Input tokens read from a cache.';
COMMENT ON COLUMN billing_views.margin_by_hour.output_tokens IS
    'Output tokens, reasoning included.';
COMMENT ON COLUMN billing_views.margin_by_hour.charged IS
    'What is charged, adjustments of monthly schedules included.';
COMMENT ON COLUMN billing_views.margin_by_hour.adjusted IS
    'Of it, adjustments.';
COMMENT ON COLUMN billing_views.margin_by_hour.gpu_cost IS
    'Cost of GPU time, as far as it is booked.';
COMMENT ON COLUMN billing_views.margin_by_hour.electricity_cost IS
    'Cost of electricity, as far as it is booked.';
COMMENT ON COLUMN billing_views.margin_by_hour.cost IS
    'Cost to serve: both.';
COMMENT ON COLUMN billing_views.margin_by_hour.margin IS
    'Charged less cost.';
COMMENT ON COLUMN billing_views.margin_by_hour.outcomes_reported IS
    'Requests with an outcome.';
COMMENT ON COLUMN billing_views.margin_by_hour.outcomes_succeeded IS
    'Of them, those whose newest outcome is a success.';
COMMENT ON COLUMN billing_views.margin_by_hour.outcome_value IS
    'Value that the newest outcomes name.';

CREATE VIEW billing_views.energy_by_hour AS
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
       sum(f.measured)::bigint AS measured,
       sum(f.output)::bigint AS output_tokens,
       sum(f.predicted_uj) * 0.000001 AS predicted_joules,
       sum(f.prefill_uj) * 0.000001 AS prefill_joules,
       sum(f.decode_uj) * 0.000001 AS decode_joules,
       sum(f.idle_uj) * 0.000001 AS idle_share_joules,
       sum(f.empty_uj) * 0.000001 AS empty_joules,
       sum(f.unattributed_uj) * 0.000001 AS unattributed_joules,
       sum(f.prefill_uj + f.decode_uj + f.idle_uj + f.empty_uj + f.unattributed_uj) * 0.000001 AS device_joules,
       sum(f.host_uj) * 0.000001 AS host_joules,
       sum(f.facility_uj) * 0.000001 AS facility_joules,
       sum(f.prefill_uj + f.decode_uj + f.idle_uj + f.empty_uj + f.unattributed_uj + f.host_uj + f.facility_uj) * 0.000001 AS joules,
       round(sum(f.quality_uj) / nullif(sum(f.prefill_uj + f.decode_uj + f.idle_uj + f.empty_uj + f.unattributed_uj), 0), 4) AS meter_quality,
       sum(f.carbon_ug) * 0.000001 AS carbon_grams
  FROM finance_now f
 GROUP BY f.hour, f.bearer, f.organization_id, f.project_id, f.key_id, f.model, f.tier, f.agent, f.label, f.node_id,
          f.price_version, f.currency;
COMMENT ON VIEW billing_views.energy_by_hour IS 'Where joules went, by hour, as far as they are booked.';
COMMENT ON COLUMN billing_views.energy_by_hour.hour IS
    'Start of the hour, UTC: of requests the one in which they ended, of other joules the one in which their window began.';
COMMENT ON COLUMN billing_views.energy_by_hour.bearer IS
    'Who bears it: requests; reserved: a project that keeps the node for itself; empty: windows without requests; unattributed: what nothing explains.';
COMMENT ON COLUMN billing_views.energy_by_hour.organization_id IS
    'Organization; empty for adjustments and for joules without a request.';
COMMENT ON COLUMN billing_views.energy_by_hour.project_id IS
    'Project; empty where no project bears the row.';
COMMENT ON COLUMN billing_views.energy_by_hour.key_id IS
    'API key; empty where there is no request.';
COMMENT ON COLUMN billing_views.energy_by_hour.model IS
    'Model; empty where there is no request.';
COMMENT ON COLUMN billing_views.energy_by_hour.tier IS
    'Service tier as asked for; empty is the default one.';
COMMENT ON COLUMN billing_views.energy_by_hour.agent IS
    'What x-wattmill-agent named; empty when it named nothing.';
COMMENT ON COLUMN billing_views.energy_by_hour.label IS
    'What x-wattmill-label named; empty when it named nothing.';
COMMENT ON COLUMN billing_views.energy_by_hour.node_id IS
    'Node: of counts and charges the one that answered, of joules and cost the metered one.';
COMMENT ON COLUMN billing_views.energy_by_hour.price_version IS
    'Version of the price book that rated the requests; 0 where there is none.';
COMMENT ON COLUMN billing_views.energy_by_hour.currency IS
    'Currency of the money in this row.';
COMMENT ON COLUMN billing_views.energy_by_hour.requests IS
    'Requests.';
COMMENT ON COLUMN billing_views.energy_by_hour.measured IS
    'Of them, those whose joules are all booked.';
COMMENT ON COLUMN billing_views.energy_by_hour.output_tokens IS
    'Output tokens, reasoning included.';
COMMENT ON COLUMN billing_views.energy_by_hour.predicted_joules IS
    'Device joules of these requests as predicted at placement.';
COMMENT ON COLUMN billing_views.energy_by_hour.prefill_joules IS
    'Device joules of reading prompts.';
COMMENT ON COLUMN billing_views.energy_by_hour.decode_joules IS
    'Device joules of making output.';
COMMENT ON COLUMN billing_views.energy_by_hour.idle_share_joules IS
    'Base power of devices while requests were there.';
COMMENT ON COLUMN billing_views.energy_by_hour.empty_joules IS
    'Device joules of windows without requests.';
COMMENT ON COLUMN billing_views.energy_by_hour.unattributed_joules IS
    'Device joules that nothing explains.';
COMMENT ON COLUMN billing_views.energy_by_hour.device_joules IS
    'The five before, which sum to the meters of devices.';
COMMENT ON COLUMN billing_views.energy_by_hour.host_joules IS
    'Joules of hosts.';
COMMENT ON COLUMN billing_views.energy_by_hour.facility_joules IS
    'What the facility added, by PUE.';
COMMENT ON COLUMN billing_views.energy_by_hour.joules IS
    'All: device, host and facility.';
COMMENT ON COLUMN billing_views.energy_by_hour.meter_quality IS
    'Quality of the meters, 0 to 1, weighted by joules; NULL without joules.';
COMMENT ON COLUMN billing_views.energy_by_hour.carbon_grams IS
    'Grams of CO2 equivalent, at the facility boundary.';

CREATE VIEW billing_views.prices AS
SELECT c.version,
       lower(c.valid) AS valid_from,
       upper(c.valid) AS valid_to,
       c.origin,
       c.note,
       c.currency,
       p.model,
       (ARRAY['input', 'cached input', 'cache write', 'output', 'reasoning'])[p.meter] AS meter,
       p.organization AS organization_id,
       p.project AS project_id,
       p.tier,
       p.days,
       p.from_minute,
       p.to_minute,
       p.above_input AS above_input_tokens,
       trim_scale(p.unit_price * 1000000) AS price_per_mtok
  FROM price p JOIN rate_card c ON c.version = p.version;
COMMENT ON VIEW billing_views.prices IS 'Lines of every version of the price book. Of the lines that hold for a request the most special one counts.';
COMMENT ON COLUMN billing_views.prices.version IS
    'Version of the book.';
COMMENT ON COLUMN billing_views.prices.valid_from IS
    'When it came or comes into force; NULL for a draft.';
COMMENT ON COLUMN billing_views.prices.valid_to IS
    'When the next one did or does; NULL while it is the last.';
COMMENT ON COLUMN billing_views.prices.origin IS
    'configuration, facility, import or rollback.';
COMMENT ON COLUMN billing_views.prices.note IS
    'What whoever imported it said.';
COMMENT ON COLUMN billing_views.prices.currency IS
    'Currency of the prices.';
COMMENT ON COLUMN billing_views.prices.model IS
    'Model.';
COMMENT ON COLUMN billing_views.prices.meter IS
    'Kind of token.';
COMMENT ON COLUMN billing_views.prices.organization_id IS
    'Only for this organization; empty for all.';
COMMENT ON COLUMN billing_views.prices.project_id IS
    'Only for this project; empty for all.';
COMMENT ON COLUMN billing_views.prices.tier IS
    'Only for this service tier; empty for all.';
COMMENT ON COLUMN billing_views.prices.days IS
    'Days of the week it holds, a bit each, bit 0 is Monday; 127 is every day.';
COMMENT ON COLUMN billing_views.prices.from_minute IS
    'Minute of the day, UTC, from which it holds.';
COMMENT ON COLUMN billing_views.prices.to_minute IS
    'Minute of the day, UTC, up to which it holds; not above from_minute: over midnight.';
COMMENT ON COLUMN billing_views.prices.above_input_tokens IS
    'Only for requests with more input tokens than this.';
COMMENT ON COLUMN billing_views.prices.price_per_mtok IS
    'Price of 1,000,000 tokens, exact.';

CREATE VIEW billing_views.outcomes AS
SELECT o.request_id,
       o.revision,
       o.revision = max(o.revision) OVER (PARTITION BY o.request_id) AS is_newest,
       e.project_id,
       e.model,
       e.agent,
       e.run_id,
       o.key_id,
       o.success,
       o.score,
       o.value_nano * 0.000000001 AS value,
       e.currency,
       o.label,
       o.reported_at
  FROM outcome o JOIN usage_event e ON e.request_id = o.request_id;
COMMENT ON VIEW billing_views.outcomes IS 'What came of requests, as their owners reported it; the highest revision counts.';
COMMENT ON COLUMN billing_views.outcomes.request_id IS
    'Request.';
COMMENT ON COLUMN billing_views.outcomes.revision IS
    '1 is the first report; a later one replaces it.';
COMMENT ON COLUMN billing_views.outcomes.is_newest IS
    'Whether this is the one that counts.';
COMMENT ON COLUMN billing_views.outcomes.project_id IS
    'Project of the request.';
COMMENT ON COLUMN billing_views.outcomes.model IS
    'Model of the request.';
COMMENT ON COLUMN billing_views.outcomes.agent IS
    'What x-wattmill-agent named.';
COMMENT ON COLUMN billing_views.outcomes.run_id IS
    'What x-wattmill-run named.';
COMMENT ON COLUMN billing_views.outcomes.key_id IS
    'API key that reported it.';
COMMENT ON COLUMN billing_views.outcomes.success IS
    'Whether the request was of use.';
COMMENT ON COLUMN billing_views.outcomes.score IS
    'Score that was given; NULL when none was.';
COMMENT ON COLUMN billing_views.outcomes.value IS
    'What it was worth, in the request''s currency; NULL when nobody said.';
COMMENT ON COLUMN billing_views.outcomes.currency IS
    'Currency of value.';
COMMENT ON COLUMN billing_views.outcomes.label IS
    'Label of the report; empty when it had none.';
COMMENT ON COLUMN billing_views.outcomes.reported_at IS
    'When it was reported.';

CREATE VIEW billing_views.adjustments AS
SELECT a.month,
       a.project_id,
       a.model,
       (ARRAY['input', 'cached input', 'cache write', 'output', 'reasoning'])[a.meter] AS meter,
       a.tier,
       a.revision,
       a.price_version,
       a.currency,
       a.tokens,
       a.charged_nano * 0.000000001 AS charged,
       a.adjusted_nano * 0.000000001 AS scheduled,
       a.posted_nano * 0.000000001 AS posted,
       a.booking_id,
       b.booked_at
  FROM price_adjustment a JOIN booking b ON b.id = a.booking_id;
COMMENT ON VIEW billing_views.adjustments IS 'What monthly schedules came to: volume and graduated prices, free tiers. Every posting, with the month so far.';
COMMENT ON COLUMN billing_views.adjustments.month IS
    'Start of the month, UTC.';
COMMENT ON COLUMN billing_views.adjustments.project_id IS
    'Project.';
COMMENT ON COLUMN billing_views.adjustments.model IS
    'Model.';
COMMENT ON COLUMN billing_views.adjustments.meter IS
    'Kind of token.';
COMMENT ON COLUMN billing_views.adjustments.tier IS
    'Service tier of the schedule; empty is every one.';
COMMENT ON COLUMN billing_views.adjustments.revision IS
    '1 is the first posting of the month.';
COMMENT ON COLUMN billing_views.adjustments.price_version IS
    'Version of the book that has the schedule.';
COMMENT ON COLUMN billing_views.adjustments.currency IS
    'Currency of the money in this row.';
COMMENT ON COLUMN billing_views.adjustments.tokens IS
    'Tokens of the month so far.';
COMMENT ON COLUMN billing_views.adjustments.charged IS
    'What requests were charged for them.';
COMMENT ON COLUMN billing_views.adjustments.scheduled IS
    'Adjustment of the month so far that the schedule asks for.';
COMMENT ON COLUMN billing_views.adjustments.posted IS
    'What this row posted; above 0 the project owes more, below 0 less.';
COMMENT ON COLUMN billing_views.adjustments.booking_id IS
    'Booking that posted it.';
COMMENT ON COLUMN billing_views.adjustments.booked_at IS
    'When.';

GRANT USAGE ON SCHEMA billing_views TO wattmill_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA billing_views TO wattmill_analyst;
