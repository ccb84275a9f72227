-- SPDX-License-Identifier: Apache-2.0
-- Books as they were at V4: two hours of 46 requests of two projects on one engine, and the energy of that time in
-- twelve windows; the sixth has no request, the last is not attributed yet. Amounts follow from each other as the
-- service of then booked them, so that every invariant holds.

CREATE FUNCTION pg_temp.account_id(ledger int, code int, owner text, unit text) RETURNS bigint LANGUAGE sql AS $$
    SELECT ('x' || left(encode(sha256(convert_to(ledger || '|' || code || '|' || unit || '|' || owner, 'UTF8')), 'hex'),
                        16))::bit(64)::bigint & 9223372036854775807
$$;
CREATE FUNCTION pg_temp.at(minutes numeric) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT '2025-12-31T22:00:00Z'::timestamptz + minutes::double precision * interval '1 minute'
$$;

INSERT INTO rate_card (version, currency, valid, host_share_ppm, pue_ppm, carbon_ug_per_kwh, electricity_price_per_kwh)
    VALUES (1, 'USD', '["2025-12-01T00:00:00Z",)', 100000, 1200000, 360000000, 0.1);
INSERT INTO price (version, model, tier, meter, unit_price) VALUES
    (1, 'llama-3.1-8b', '', 1, 0.00000018), (1, 'llama-3.1-8b', '', 2, 0.00000009),
    (1, 'llama-3.1-8b', '', 4, 0.00000018), (1, 'llama-3.1-8b', 'flex', 1, 0.00000009),
    (1, 'llama-3.1-8b', 'flex', 2, 0.000000045), (1, 'llama-3.1-8b', 'flex', 4, 0.00000009);

-- Request 45 is of a model without a price, 46 never reached an engine.
CREATE TEMPORARY TABLE asked AS
    SELECT n, (format('0198%s70008000%s', lpad(to_hex(n), 8, '0'), lpad(to_hex(n), 12, '0')))::uuid AS id,
           CASE WHEN n % 3 = 0 THEN 'p2' ELSE 'p1' END AS project, CASE WHEN n % 5 = 0 THEN 'flex' ELSE '' END AS tier,
           CASE WHEN n = 45 THEN 'mystery' ELSE 'llama-3.1-8b' END AS model,
           n * 2.3 + CASE WHEN n >= 22 THEN 11.5 ELSE 0 END AS minute,
           CASE WHEN n = 46 THEN 0 ELSE 100 + n * 7 END::bigint AS fresh,
           CASE WHEN n = 46 THEN 0 ELSE n % 4 * 50 END::bigint AS cached,
           CASE WHEN n = 46 THEN 0 ELSE 20 + n END::bigint AS made
      FROM generate_series(1, 46) AS n;
CREATE TEMPORARY TABLE rated AS
    SELECT asked.*, pg_temp.at(minute) AS began, model <> 'mystery' AS priced, floor(minute / 10)::int + 1 AS window_id,
           CASE WHEN model = 'mystery' THEN 0 ELSE rated_nano(fresh, usd) END AS fresh_nano,
           CASE WHEN model = 'mystery' THEN 0 ELSE rated_nano(cached, usd / 2) END AS cached_nano,
           CASE WHEN model = 'mystery' THEN 0 ELSE rated_nano(made, usd) END AS made_nano
      FROM asked, LATERAL (SELECT CASE tier WHEN '' THEN 0.00000018 ELSE 0.00000009 END AS usd) AS price;

INSERT INTO usage_event (request_id, content_hash, gateway_id, journal_id, journal_sequence, organization_id, project_id,
        key_id, user_id, agent, session_id, run_id, parent_id, label, tier, end_user, api, model, stream, response_id,
        idempotency_key, admitted_at, first_token_at, ended_at, outcome, finish_reason, http_status, error_code,
        input_uncached, cache_read, cache_write, output, reasoning, usage_source, waste_tokens, max_output_tokens,
        price_version, price_tier, currency, input_nano, cache_read_nano, cache_write_nano, output_nano, charged_nano,
        claimed_version, claimed_nano, predicted_prefill_uj, predicted_decode_uj, predicted_ttft_us,
        predicted_ttft_p90_us, predicted_tpot_us, decision)
    SELECT id, sha256(convert_to(n::text, 'UTF8')), 'gateway-1', 'journal-1', n, 'org', project, 'key-' || project, '',
           CASE WHEN n % 2 = 0 THEN 'crawler' ELSE '' END, '', CASE WHEN n % 7 = 0 THEN 'run-1' ELSE '' END, '',
           CASE WHEN n = 5 THEN E'tab\there' ELSE '' END, tier, '', 'chat.completions', model, true, 'chatcmpl-' || n,
           '', began, CASE WHEN n < 46 THEN began + interval '0.5 s' END, began + interval '2 s',
           CASE WHEN n = 46 THEN 3 ELSE 1 END, CASE WHEN n = 46 THEN '' ELSE 'stop' END,
           CASE WHEN n = 46 THEN 503 ELSE 200 END, CASE WHEN n = 46 THEN 'no_capacity' ELSE '' END,
           fresh, cached, 0, made, 5 * sign(made), 1, 0, 0, 1, CASE WHEN priced THEN tier END, 'USD',
           fresh_nano, cached_nano, 0, made_nano, fresh_nano + cached_nano + made_nano, 1,
           fresh_nano + cached_nano + made_nano, 1000000, 2000000, 450000, 600000, 70000, ''
      FROM rated ORDER BY n;
INSERT INTO usage_attempt (request_id, number, project_id, node_id, engine_id, engine_kind, started_at, first_token_at,
        ended_at, outcome, input_uncached, cache_read, cache_write, output, waste_tokens, error)
    SELECT id, 1, project, 'node-1', 'engine-1', 'vllm', began, began + interval '0.5 s', began + interval '2 s', 1,
           fresh, cached, 0, made, 0, '' FROM rated WHERE n < 46;
INSERT INTO usage_quarantine (request_id, gateway_id, journal_id, journal_sequence, code, message, content_hash, record)
    VALUES ('nonsense', 'gateway-1', 'journal-1', 47, 'invalid', 'no request id', sha256('x'), 'x');
INSERT INTO gateway_journal (journal_id, gateway_id, watermark_us, settled_through, closed_through, seen_at)
    VALUES ('journal-1', 'gateway-1', extract(epoch FROM pg_temp.at(121)) * 1000000, 47, 47, pg_temp.at(120));
INSERT INTO usage_total (dimension, name, requests, completed, input_uncached, cache_read, cache_write, output, reasoning,
        charged_nano, waste_tokens)
    SELECT d.dimension, d.name, count(*), count(*) FILTER (WHERE n < 46), sum(fresh), sum(cached), 0, sum(made),
           sum(5 * sign(made)), sum(fresh_nano + cached_nano + made_nano), 0
      FROM rated, LATERAL (VALUES (1, model), (2, project)) AS d (dimension, name) GROUP BY d.dimension, d.name;
INSERT INTO outcome (request_id, revision, key_id, success, score, value_nano, label, reported_at)
    SELECT id, revision, 'key-' || project, revision = 2, 0.92, 5000000, 'done', pg_temp.at(119)
      FROM rated, generate_series(1, 2) AS revision WHERE n <= 2 AND (n = 1 OR revision = 1);

INSERT INTO meter_node (node_id, boot_id, last_sequence, observed_at) VALUES ('node-1', 'boot-1', 13, pg_temp.at(120));
CREATE TEMPORARY TABLE counted AS
    SELECT i, 40000000000 + i * 1000003::bigint AS uj, sum(40000000000 + i * 1000003::bigint) OVER (ORDER BY i)::bigint AS total
      FROM generate_series(1, 12) AS i;
INSERT INTO meter_reading (node_id, boot_id, sequence, source_id, host, method, observed_at, raw_uj, total_uj, power_mw,
        quality_ppm)
    SELECT 'node-1', 'boot-1', i + 1, 'gpu-0', false, 'dcgm-counter', pg_temp.at(i * 10), total, total, 66000, 970000
      FROM (SELECT 0 AS i, 0 AS total UNION ALL SELECT i, total FROM counted) AS readings;
INSERT INTO meter_source (node_id, source_id, host, last_raw_uj, total_uj, observed_at, window_total_uj, window_at,
        window_quality_ppm)
    SELECT 'node-1', 'gpu-0', false, total, total, pg_temp.at(120), total, pg_temp.at(120), 970000 FROM counted WHERE i = 12;
INSERT INTO meter_quarantine (node_id, boot_id, sequence, source_id, raw_uj, observed_at, reason)
    VALUES ('node-1', 'boot-1', 4, 'gpu-0', -5, pg_temp.at(31), 'implausible');
INSERT INTO energy_window (node_id, engine_id, started_at, ended_at, energy_uj, quality_ppm, base_power_mw,
        prefill_uj_per_token, decode_uj_per_token)
    SELECT 'node-1', 'engine-1', pg_temp.at(i * 10 - 10), pg_temp.at(i * 10), uj, 970000, 60000, 100000, 5000000
      FROM counted ORDER BY i;
INSERT INTO energy_window_device (window_id, node_id, device_id, start_total_uj, end_total_uj, energy_uj)
    SELECT i, 'node-1', 'gpu-0', total - uj, total, uj FROM counted;
INSERT INTO energy_pending (window_id, ended_at) VALUES (12, pg_temp.at(120));
INSERT INTO energy_attribution (window_id, basis) SELECT i, 1 FROM counted WHERE i < 12;
CREATE TEMPORARY TABLE used AS
    SELECT window_id, kind, id, project AS owner, uj
      FROM rated, LATERAL (VALUES (1, fresh * 100000), (2, made * 5000000), (3, 300000000)) AS part (kind, uj)
     WHERE window_id < 12;
INSERT INTO used
    SELECT i, CASE WHEN sum(used.uj) IS NULL THEN 4 ELSE 5 END, NULL, 'node-1/engine-1', c.uj - coalesce(sum(used.uj), 0)
      FROM counted c LEFT JOIN used ON used.window_id = i WHERE i < 12 GROUP BY i, c.uj;
INSERT INTO energy_share (window_id, ordinal, kind, request_id, attempt, energy_uj)
    SELECT window_id, row_number() OVER (PARTITION BY window_id ORDER BY kind, id) - 1, kind, id,
           CASE WHEN id IS NOT NULL THEN 1 END, uj FROM used;

-- What moved, as (ledger, debit, credit): money and tokens by request, joules by window.
CREATE TEMPORARY TABLE moved AS
    SELECT 1 AS ledger, 'USD' AS unit, 100 AS debit_code, project AS debit_owner, 200 AS credit_code,
           model AS credit_owner, fresh_nano + cached_nano + made_nano AS amount, id AS event_id, NULL::bigint AS window_id
      FROM rated WHERE priced
    UNION ALL
    SELECT 2, 'token', 110 + kind, project, 210 + kind, 'node-1/engine-1', tokens, id, NULL
      FROM rated, LATERAL (VALUES (0, fresh), (1, cached), (3, made)) AS part (kind, tokens)
    UNION ALL
    SELECT 3, 'uj', 125, 'node-1/engine-1', 220, 'node-1/gpu-0', uj, NULL, i FROM counted WHERE i < 12
    UNION ALL
    SELECT 3, 'uj', 119 + kind, owner, 125, 'node-1/engine-1', sum(uj)::bigint, NULL, window_id
      FROM used GROUP BY kind, owner, window_id;
DELETE FROM moved WHERE amount = 0;
INSERT INTO transfer (id, ledger, debit_account, credit_account, amount, event_id, window_id)
    SELECT md5(moved::text)::uuid, ledger, pg_temp.account_id(ledger, debit_code, debit_owner, unit),
           pg_temp.account_id(ledger, credit_code, credit_owner, unit), amount, event_id, window_id FROM moved;
INSERT INTO entry (transfer_id, side, account_id, amount)
    SELECT id, 0, debit_account, amount FROM transfer UNION ALL SELECT id, 1, credit_account, amount FROM transfer;
INSERT INTO account (id, ledger, code, owner, unit, debits_posted, credits_posted)
    SELECT pg_temp.account_id(ledger, code, owner, unit), ledger, code, owner, unit, sum(debit), sum(credit)
      FROM moved, LATERAL (VALUES (debit_code, debit_owner, amount, 0), (credit_code, credit_owner, 0, amount))
                           AS side (code, owner, debit, credit)
     GROUP BY ledger, code, owner, unit;
