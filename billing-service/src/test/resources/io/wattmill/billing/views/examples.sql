-- SPDX-License-Identifier: Apache-2.0

-- What each project was charged and what it cost to serve, by day
SELECT date_trunc('day', hour, 'UTC') AS day, project_id, sum(charged) AS charged, sum(cost) AS cost, sum(margin) AS margin
  FROM margin_by_hour WHERE bearer IN ('requests', 'reserved')
 GROUP BY 1, 2 ORDER BY 1, 2;

-- Where the joules of each node went, in kWh
SELECT node_id, sum(prefill_joules) / 3600000 AS prefill, sum(decode_joules) / 3600000 AS decode,
       sum(idle_share_joules + empty_joules) / 3600000 AS base, sum(host_joules + facility_joules) / 3600000 AS around,
       sum(joules) / 3600000 AS kwh, sum(carbon_grams) / 1000 AS co2_kg
  FROM energy_by_hour GROUP BY node_id ORDER BY kwh DESC;

-- Output tokens per joule by model, of hours in which at least 99 % of the requests are measured
SELECT model, sum(output_tokens) / sum(joules) AS tokens_per_joule
  FROM energy_by_hour WHERE bearer = 'requests' AND measured >= 0.99 * requests
 GROUP BY model HAVING sum(joules) > 0 ORDER BY tokens_per_joule DESC;

-- The ten dearest requests, with what they were for
SELECT request_id, project_id, agent, label, model, output_tokens, charged, cost, charged - cost AS margin
  FROM requests ORDER BY charged DESC LIMIT 10;

-- What a success costs, by agent: failures and retries are paid for, too
SELECT r.agent, count(*) AS requests, count(*) FILTER (WHERE o.success) AS successes,
       sum(r.charged) / nullif(count(*) FILTER (WHERE o.success), 0) AS charged_per_success,
       sum(r.prefill_joules + r.decode_joules + r.host_joules) / nullif(count(*) FILTER (WHERE o.success), 0)
           AS joules_per_success
  FROM requests r JOIN outcomes o ON o.request_id = r.request_id AND o.is_newest
 GROUP BY r.agent ORDER BY requests DESC;

-- How much of the input came from caches, by day and project
SELECT day, project_id, sum(input_tokens) AS input_tokens,
       round(sum(input_cached_tokens) / nullif(sum(input_tokens), 0), 4) AS cached_share
  FROM usage_by_day GROUP BY day, project_id ORDER BY day, project_id;

-- Requests that had no price: charged nothing, and somebody should know
SELECT model, count(*) AS requests, sum(input_tokens + output_tokens) AS tokens
  FROM requests WHERE NOT is_priced GROUP BY model ORDER BY requests DESC;

-- Whether the ledgers balance
SELECT ledger, unit, sum(debits) AS debits, sum(credits) AS credits, sum(debits) = sum(credits) AS balances
  FROM balances GROUP BY ledger, unit ORDER BY ledger, unit;

-- What one project owes, entry by entry, newest first
SELECT booked_at, side, amount, unit, request_id
  FROM entries WHERE ledger = 'money' AND code = 100 AND owner = 'p1'
 ORDER BY booked_at DESC, transfer_id LIMIT 100;

-- The prices in force, and what their schedules have posted this month
SELECT p.model, p.meter, p.tier, p.price_per_mtok, p.currency, coalesce(sum(a.posted), 0) AS posted_this_month
  FROM prices p
  LEFT JOIN adjustments a ON a.model = p.model AND a.meter = p.meter AND a.month = date_trunc('month', now(), 'UTC')
 WHERE p.valid_from <= now() AND coalesce(p.valid_to > now(), true)
 GROUP BY 1, 2, 3, 4, 5 ORDER BY p.model, p.meter, p.tier;
