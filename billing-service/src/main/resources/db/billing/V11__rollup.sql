-- SPDX-License-Identifier: Apache-2.0
-- Roll-ups of what was booked (docs/adr/0009-rollups.md). They are derived: made by io.wattmill.billing.rollup from
-- the rows of the books, one booking at a time in the order of transactions, and never read without what they do not
-- hold yet. Read usage_now and finance_now, which are exact to the last committed booking.

-- How far bookings are rolled up: of this cluster, those of transactions below next_xid. No row: none.
CREATE TABLE rollup_progress (
    cluster  bigint PRIMARY KEY,
    next_xid xid8 NOT NULL
);

-- What a row of usage_minute is about. digest: SHA-256 of the other columns, because together they are too wide for
-- an index.
CREATE TABLE usage_series (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest          bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    source          smallint NOT NULL CHECK (source IN (1, 2)), -- 1 requests; 2 adjustments of a monthly schedule
    organization_id text NOT NULL, -- '' for adjustments: a schedule counts a project
    project_id      text NOT NULL,
    user_id         text NOT NULL, -- '' when nobody was named, and for adjustments
    key_id          text NOT NULL, -- the API key; '' for adjustments
    model           text NOT NULL,
    tier            text NOT NULL, -- service tier as asked for, '' is the default one; of adjustments the price's
    api             text NOT NULL, -- such as chat.completions; '' for adjustments
    currency        text NOT NULL  -- of the amounts, such as USD
);

-- Usage by the minute in which requests ended. Money is in nano-units of the series' currency, by meter: the charge
-- is the sum of the five. In the rows of adjustments everything else is 0, and amounts may be below 0.
CREATE TABLE usage_minute (
    minute          timestamptz NOT NULL, -- start of the minute
    series          bigint NOT NULL REFERENCES usage_series,
    requests        bigint NOT NULL,
    completed       bigint NOT NULL, -- of them, those that were served to the end
    input_uncached  bigint NOT NULL, -- tokens
    cache_read      bigint NOT NULL, -- tokens
    cache_write     bigint NOT NULL, -- tokens
    output          bigint NOT NULL, -- tokens, reasoning included
    reasoning       bigint NOT NULL, -- tokens, a part of output
    input_nano      bigint NOT NULL,
    cache_read_nano bigint NOT NULL,
    cache_write_nano bigint NOT NULL,
    output_nano     bigint NOT NULL,
    reasoning_nano  bigint NOT NULL,
    PRIMARY KEY (series, minute) -- of few series, such as a project's, over a long time
) WITH (fillfactor = 80); -- rows of the running minute are updated in place
CREATE INDEX usage_minute_by_time ON usage_minute (minute); -- of all series over a short time

-- The same by hour, for long times: whole hours are read here, the minutes at both ends of a question there.
CREATE TABLE usage_hour (
    hour             timestamptz NOT NULL, -- start of the hour, UTC
    series           bigint NOT NULL REFERENCES usage_series,
    requests         bigint NOT NULL,
    completed        bigint NOT NULL,
    input_uncached   bigint NOT NULL,
    cache_read       bigint NOT NULL,
    cache_write      bigint NOT NULL,
    output           bigint NOT NULL,
    reasoning        bigint NOT NULL,
    input_nano       bigint NOT NULL,
    cache_read_nano  bigint NOT NULL,
    cache_write_nano bigint NOT NULL,
    output_nano      bigint NOT NULL,
    reasoning_nano   bigint NOT NULL,
    PRIMARY KEY (series, hour)
) WITH (fillfactor = 80);
CREATE INDEX usage_hour_by_time ON usage_hour (hour);

-- What a row of finance_hour is about. bearer: 1 a request's project; 2 a project that keeps the node for itself, in
-- windows without requests; 3 overhead of windows without requests; 4 what nothing explains (as cost_line.bearer).
CREATE TABLE finance_series (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest          bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    bearer          smallint NOT NULL CHECK (bearer BETWEEN 1 AND 4),
    organization_id text NOT NULL, -- '' for bearers that are no request, and for adjustments
    project_id      text NOT NULL, -- '' for bearers 3 and 4
    key_id          text NOT NULL, -- '' for bearers that are no request, and for adjustments
    model           text NOT NULL, -- '' for bearers that are no request
    tier            text NOT NULL, -- as asked for, '' is the default one; '' for bearers that are no request
    agent           text NOT NULL, -- as the caller named it; '' when it did not
    label           text NOT NULL, -- of the request, as the caller named it; '' when it did not
    node_id         text NOT NULL, -- counts and charges: of the last attempt, '' without one; energy: the meter's
    price_version   integer NOT NULL, -- that the request was rated with; 0 for bearers that are no request
    currency        text NOT NULL  -- of charges: the request's; of costs: the window's
);

-- Money, energy and outcomes by hour: of requests the hour in which they ended (as in usage_minute, so that charges
-- agree with the costs API), whenever their joules are measured; of bearers that are no request the hour in which
-- the window began. Adjustments are in the hour they were booked, at the latest the last of their month. Energy in
-- microjoules, carbon in micrograms, money in nano-units. What was taken back is subtracted.
CREATE TABLE finance_hour (
    hour             timestamptz NOT NULL, -- start of the hour, UTC
    series           bigint NOT NULL REFERENCES finance_series,
    requests         bigint NOT NULL,
    completed        bigint NOT NULL, -- served to the end
    unpriced         bigint NOT NULL, -- without a price: nothing was charged
    measured         bigint NOT NULL, -- whose last window is attributed and costed: their joules are all here
    duration_us      bigint NOT NULL, -- admission to end, summed over requests
    input_uncached   bigint NOT NULL, -- tokens
    cache_read       bigint NOT NULL, -- tokens
    cache_write      bigint NOT NULL, -- tokens
    output           bigint NOT NULL, -- tokens, reasoning included
    reasoning        bigint NOT NULL, -- tokens, a part of output
    waste_tokens     bigint NOT NULL, -- made by engines after their caller had gone
    charged_nano     bigint NOT NULL,
    adjusted_nano    bigint NOT NULL, -- by monthly schedules, in addition to charged_nano; may be below 0
    reported         bigint NOT NULL, -- requests with an outcome
    succeeded        bigint NOT NULL, -- of them, those whose newest outcome is a success
    value_nano       bigint NOT NULL, -- that the newest outcomes name, in the request's currency
    predicted_uj     bigint NOT NULL, -- prefill and decode as predicted at placement, of all requests
    prefill_uj       bigint NOT NULL, -- device joules from here on, as metered
    decode_uj        bigint NOT NULL,
    idle_uj          bigint NOT NULL, -- base power while requests were there
    empty_uj         bigint NOT NULL, -- windows without requests
    unattributed_uj  bigint NOT NULL, -- device joules up to here
    quality_uj       bigint NOT NULL, -- device joules times their meter's quality, rounded down line by line
    host_uj          bigint NOT NULL,
    facility_uj      bigint NOT NULL, -- beyond device and host, by PUE
    gpu_nano         bigint NOT NULL, -- cost of GPU time
    electricity_nano bigint NOT NULL, -- cost of device, host and facility joules; cost to serve is the sum of both
    carbon_ug        bigint NOT NULL,
    PRIMARY KEY (series, hour)
) WITH (fillfactor = 80);
CREATE INDEX finance_hour_by_time ON finance_hour (hour);

-- Bookings that no roll-up holds yet: of this cluster those behind the watermark, of another one (a dump was
-- restored) likewise.
CREATE FUNCTION unrolled_bookings() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS $$
    WITH RECURSIVE clusters (cluster) AS (
        (SELECT cluster FROM booking ORDER BY cluster LIMIT 1)
        UNION ALL
        SELECT (SELECT b.cluster FROM booking b WHERE b.cluster > c.cluster ORDER BY b.cluster LIMIT 1)
          FROM clusters c WHERE c.cluster IS NOT NULL)
    SELECT coalesce(array_agg(b.id), '{}')
      FROM clusters c
      LEFT JOIN rollup_progress p ON p.cluster = c.cluster
     CROSS JOIN LATERAL (
           SELECT id FROM booking WHERE cluster = c.cluster AND xid >= coalesce(p.next_xid, '0'::xid8)) AS b
$$;

-- When an adjustment counts: when it was booked, but in its month.
CREATE FUNCTION adjusted_at(booked_at timestamptz, month timestamptz) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT least(greatest(booked_at, month),
                 ((month AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' - interval '1 microsecond')
$$;

-- What some bookings add to usage_minute. Settled requests, and adjustments of monthly schedules.
CREATE FUNCTION usage_of(bookings bigint[]) RETURNS TABLE (
    minute timestamptz, source smallint, organization_id text, project_id text, user_id text, key_id text, model text,
    tier text, api text, currency text, requests bigint, completed bigint, input_uncached bigint, cache_read bigint,
    cache_write bigint, output bigint, reasoning bigint, input_nano bigint, cache_read_nano bigint,
    cache_write_nano bigint, output_nano bigint, reasoning_nano bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT date_bin('1 minute', e.ended_at, '2000-01-01 00:00Z'), 1::smallint, e.organization_id, e.project_id, e.user_id,
           e.key_id, e.model, e.tier, e.api, e.currency, count(*), count(*) FILTER (WHERE e.outcome = 1),
           sum(e.input_uncached)::bigint, sum(e.cache_read)::bigint, sum(e.cache_write)::bigint, sum(e.output)::bigint,
           sum(e.reasoning)::bigint, sum(e.input_nano)::bigint, sum(e.cache_read_nano)::bigint,
           sum(e.cache_write_nano)::bigint, sum(e.output_nano)::bigint, sum(e.reasoning_nano)::bigint
      FROM usage_event e WHERE e.booking_id = ANY(bookings)
     GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10
    UNION ALL
    SELECT date_bin('1 minute', adjusted_at(b.booked_at, a.month), '2000-01-01 00:00Z'), 2::smallint, '', a.project_id, '', '',
           a.model, a.tier, '', a.currency, 0, 0, 0, 0, 0, 0, 0,
           coalesce(sum(a.posted_nano) FILTER (WHERE a.meter = 1), 0)::bigint,
           coalesce(sum(a.posted_nano) FILTER (WHERE a.meter = 2), 0)::bigint,
           coalesce(sum(a.posted_nano) FILTER (WHERE a.meter = 3), 0)::bigint,
           coalesce(sum(a.posted_nano) FILTER (WHERE a.meter = 4), 0)::bigint,
           coalesce(sum(a.posted_nano) FILTER (WHERE a.meter = 5), 0)::bigint
      FROM price_adjustment a JOIN booking b ON b.id = a.booking_id
     WHERE a.booking_id = ANY(bookings)
     GROUP BY 1, 4, 7, 8, 10
$$;

-- What some bookings add to finance_hour: requests, adjustments, outcomes (the newest minus the one before it), and
-- lines of cost with the share of energy that each belongs to, both of them negative where the line is taken back.
CREATE FUNCTION finance_of(bookings bigint[]) RETURNS TABLE (
    hour timestamptz, bearer smallint, organization_id text, project_id text, key_id text, model text, tier text,
    agent text, label text, node_id text, price_version integer, currency text, requests bigint, completed bigint,
    unpriced bigint, measured bigint, duration_us bigint, input_uncached bigint, cache_read bigint, cache_write bigint,
    output bigint, reasoning bigint, waste_tokens bigint, charged_nano bigint, adjusted_nano bigint, reported bigint,
    succeeded bigint, value_nano bigint, predicted_uj bigint, prefill_uj bigint, decode_uj bigint, idle_uj bigint,
    empty_uj bigint, unattributed_uj bigint, quality_uj bigint, host_uj bigint, facility_uj bigint, gpu_nano bigint,
    electricity_nano bigint, carbon_ug bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT date_bin('1 hour', e.ended_at, '2000-01-01 00:00Z'), 1::smallint, e.organization_id, e.project_id, e.key_id, e.model,
           e.tier, e.agent, e.label, coalesce(last.node_id, ''), e.price_version, e.currency, count(*),
           count(*) FILTER (WHERE e.outcome = 1), count(*) FILTER (WHERE e.price_tier IS NULL), 0,
           sum((extract(epoch FROM e.ended_at - e.admitted_at) * 1000000)::bigint)::bigint, sum(e.input_uncached)::bigint,
           sum(e.cache_read)::bigint, sum(e.cache_write)::bigint, sum(e.output)::bigint, sum(e.reasoning)::bigint,
           sum(e.waste_tokens)::bigint, sum(e.charged_nano)::bigint, 0, 0, 0, 0,
           sum(e.predicted_prefill_uj + e.predicted_decode_uj)::bigint, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM usage_event e
      LEFT JOIN LATERAL (SELECT a.node_id FROM usage_attempt a WHERE a.request_id = e.request_id
                          ORDER BY a.number DESC LIMIT 1) AS last ON true
     WHERE e.booking_id = ANY(bookings)
     GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    UNION ALL
    SELECT date_bin('1 hour', adjusted_at(b.booked_at, a.month), '2000-01-01 00:00Z'), 1::smallint, '', a.project_id, '', a.model,
           a.tier, '', '', '', a.price_version, a.currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, sum(a.posted_nano)::bigint,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM price_adjustment a JOIN booking b ON b.id = a.booking_id
     WHERE a.booking_id = ANY(bookings)
     GROUP BY 1, 4, 6, 7, 11, 12
    UNION ALL
    SELECT date_bin('1 hour', e.ended_at, '2000-01-01 00:00Z'), 1::smallint, e.organization_id, e.project_id, e.key_id, e.model,
           e.tier, e.agent, e.label, coalesce(last.node_id, ''), e.price_version, e.currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           0, 0, count(*) FILTER (WHERE before.success IS NULL),
           sum(o.success::int - coalesce(before.success::int, 0))::bigint,
           sum(coalesce(o.value_nano, 0) - coalesce(before.value_nano, 0))::bigint,
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      FROM outcome o
      JOIN usage_event e ON e.request_id = o.request_id
      LEFT JOIN outcome before ON before.request_id = o.request_id AND before.revision = o.revision - 1
      LEFT JOIN LATERAL (SELECT a.node_id FROM usage_attempt a WHERE a.request_id = e.request_id
                          ORDER BY a.number DESC LIMIT 1) AS last ON true
     WHERE o.booking_id = ANY(bookings)
     GROUP BY 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    UNION ALL
    SELECT date_bin('1 hour', coalesce(e.ended_at, w.started_at), '2000-01-01 00:00Z'), c.bearer, coalesce(e.organization_id, ''),
           coalesce(e.project_id, CASE WHEN c.bearer <= 2 THEN c.owner ELSE '' END), coalesce(e.key_id, ''),
           coalesce(e.model, ''), coalesce(e.tier, ''), coalesce(e.agent, ''), coalesce(e.label, ''), w.node_id,
           coalesce(e.price_version, 0), v.currency, 0, 0, 0,
           coalesce(sum(c.sign) FILTER (WHERE w.started_at < last.ended_at AND w.ended_at >= last.ended_at
                                          AND s.attempt = last.number), 0),
           0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
           sum(c.sign * s.prefill_uj)::bigint, sum(c.sign * s.decode_uj)::bigint, sum(c.sign * s.idle_uj)::bigint,
           sum(c.sign * s.empty_uj)::bigint, sum(c.sign * s.unattributed_uj)::bigint,
           sum(c.sign * div((s.prefill_uj + s.decode_uj + s.idle_uj + s.empty_uj + s.unattributed_uj)::numeric
                            * c.quality_ppm, 1000000))::bigint,
           sum(c.sign * c.host_uj)::bigint, sum(c.sign * c.facility_uj)::bigint, sum(c.sign * c.gpu_nano)::bigint,
           sum(c.sign * c.electricity_nano)::bigint, sum(c.sign * c.carbon_ug)::bigint
      FROM cost_line c
      JOIN energy_share s ON s.window_id = c.window_id AND s.ordinal = c.ordinal
      JOIN energy_window w ON w.id = c.window_id
      JOIN window_cost v ON v.window_id = c.window_id AND v.revision = c.revision
      LEFT JOIN usage_event e ON e.request_id = s.request_id
      LEFT JOIN LATERAL (SELECT a.number, a.ended_at FROM usage_attempt a WHERE a.request_id = s.request_id
                          ORDER BY a.number DESC LIMIT 1) AS last ON true
     WHERE c.booking_id = ANY(bookings)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
$$;

-- Roll-ups with what they do not hold yet: exact in every snapshot. One row or more for the same minute and series.
CREATE VIEW usage_now AS
    SELECT m.minute, s.source, s.organization_id, s.project_id, s.user_id, s.key_id, s.model, s.tier, s.api, s.currency,
           m.requests, m.completed, m.input_uncached, m.cache_read, m.cache_write, m.output, m.reasoning, m.input_nano,
           m.cache_read_nano, m.cache_write_nano, m.output_nano, m.reasoning_nano
      FROM usage_minute m JOIN usage_series s ON s.id = m.series
    UNION ALL
    SELECT * FROM usage_of(unrolled_bookings());

CREATE VIEW finance_now AS
    SELECT f.hour, s.bearer, s.organization_id, s.project_id, s.key_id, s.model, s.tier, s.agent, s.label, s.node_id,
           s.price_version, s.currency, f.requests, f.completed, f.unpriced, f.measured, f.duration_us, f.input_uncached,
           f.cache_read, f.cache_write, f.output, f.reasoning, f.waste_tokens, f.charged_nano, f.adjusted_nano, f.reported,
           f.succeeded, f.value_nano, f.predicted_uj, f.prefill_uj, f.decode_uj, f.idle_uj, f.empty_uj, f.unattributed_uj,
           f.quality_uj, f.host_uj, f.facility_uj, f.gpu_nano, f.electricity_nano, f.carbon_ug
      FROM finance_hour f JOIN finance_series s ON s.id = f.series
    UNION ALL
    SELECT * FROM finance_of(unrolled_bookings());

-- Roll-ups are derived, and so may be changed: B-I14 compares them with the rows.
GRANT UPDATE ON usage_minute, usage_hour, finance_hour, rollup_progress TO wattmill_billing_service;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_series
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON finance_series
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
