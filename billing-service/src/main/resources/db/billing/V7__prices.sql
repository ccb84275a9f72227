-- SPDX-License-Identifier: Apache-2.0
-- Prices with conditions, versions that wait or come back, and adjustments at the end of a month.

-- A version that was imported and never activated is valid at no time: its range is empty.
-- origin: where its prices come from. configuration: the file; facility: those before it, at another site;
-- import and rollback: somebody asked for it.
ALTER TABLE rate_card
    ADD COLUMN origin text NOT NULL DEFAULT 'configuration'
        CHECK (origin IN ('configuration', 'facility', 'import', 'rollback')),
    ADD COLUMN note text NOT NULL DEFAULT '',
    ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();

-- Conditions of a line; '' and 0 and the whole week are none (io.wattmill.billing.price.Conditions).
-- meter 5 is reasoning. days: bit 0 is Monday. Minutes are of the day in UTC; a window whose end is not above its
-- start goes over midnight.
ALTER TABLE price DROP CONSTRAINT price_pkey, DROP CONSTRAINT price_meter_check;
ALTER TABLE price
    ADD COLUMN organization text NOT NULL DEFAULT '',
    ADD COLUMN project text NOT NULL DEFAULT '',
    ADD COLUMN days smallint NOT NULL DEFAULT 127 CHECK (days BETWEEN 1 AND 127),
    ADD COLUMN from_minute smallint NOT NULL DEFAULT 0 CHECK (from_minute BETWEEN 0 AND 1439),
    ADD COLUMN to_minute smallint NOT NULL DEFAULT 1440 CHECK (to_minute BETWEEN 1 AND 1440),
    ADD COLUMN above_input bigint NOT NULL DEFAULT 0 CHECK (above_input >= 0),
    ADD CHECK (meter BETWEEN 1 AND 5),
    ADD PRIMARY KEY (version, model, meter, organization, project, tier, days, from_minute, to_minute, above_input);

-- Steps of a month's schedule (io.wattmill.billing.price.MonthlySchedule). mode: 1 graduated, 2 volume.
CREATE TABLE price_step (
    version      integer NOT NULL REFERENCES rate_card,
    organization text NOT NULL,
    project      text NOT NULL,
    model        text NOT NULL,
    meter        smallint NOT NULL CHECK (meter BETWEEN 1 AND 5),
    tier         text NOT NULL,
    mode         smallint NOT NULL CHECK (mode IN (1, 2)),
    above_tokens bigint NOT NULL CHECK (above_tokens >= 0),
    unit_price   numeric(24,15) NOT NULL CHECK (unit_price >= 0),
    PRIMARY KEY (version, organization, project, model, meter, tier, above_tokens)
);

-- Reasoning is charged apart only where a book has a line for it.
ALTER TABLE usage_event ADD COLUMN reasoning_nano bigint NOT NULL DEFAULT 0 CHECK (reasoning_nano >= 0);
ALTER TABLE usage_event ALTER COLUMN reasoning_nano DROP DEFAULT, DROP CONSTRAINT usage_event_check2;
ALTER TABLE usage_event ADD CHECK (
    charged_nano = input_nano + cache_read_nano + cache_write_nano + output_nano + reasoning_nano);

-- month: when it began, in UTC. What a schedule came to, each time that it came to something else. Amounts are of the month so far;
-- posted_nano is the transfer of this row: above 0 the project owes more, below 0 less.
CREATE TABLE price_adjustment (
    project_id    text NOT NULL,
    model         text NOT NULL,
    meter         smallint NOT NULL CHECK (meter BETWEEN 1 AND 5),
    tier          text NOT NULL,
    currency      text NOT NULL,
    month         timestamptz NOT NULL,
    revision      integer NOT NULL CHECK (revision > 0),
    price_version integer NOT NULL,
    tokens        bigint NOT NULL,
    charged_nano  bigint NOT NULL,
    adjusted_nano bigint NOT NULL,
    posted_nano   bigint NOT NULL CHECK (posted_nano <> 0),
    transfer_id   uuid NOT NULL UNIQUE,
    booking_id    bigint NOT NULL,
    PRIMARY KEY (project_id, model, meter, tier, currency, month, revision)
);
CREATE INDEX price_adjustment_of_booking ON price_adjustment (booking_id);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON price_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON price_adjustment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Rates a request by a version of the book: the second opinion on io.wattmill.billing.price, and what a dry run of
-- a book is made of. A NULL tier: the book has no price for some of the tokens.
CREATE FUNCTION rated_event(e usage_event, book integer) RETURNS TABLE (
    tier text, input_nano bigint, cache_read_nano bigint, cache_write_nano bigint, output_nano bigint,
    reasoning_nano bigint) LANGUAGE sql STABLE AS $$
    WITH best AS (
        SELECT DISTINCT ON (p.meter) p.meter, p.tier, p.unit_price
          FROM price p,
               LATERAL (SELECT e.admitted_at AT TIME ZONE 'UTC' AS utc) AS clock,
               LATERAL (SELECT (extract(hour FROM utc) * 60 + extract(minute FROM utc))::int AS minute,
                               extract(isodow FROM utc)::int AS day) AS t
         WHERE p.version = book AND p.model = e.model
           AND p.tier IN ('', e.tier) AND p.project IN ('', e.project_id)
           AND p.organization IN ('', e.organization_id)
           AND (p.above_input = 0 OR e.input_uncached + e.cache_read + e.cache_write > p.above_input)
           AND (p.days >> (t.day - 1)) & 1 = 1
           AND CASE WHEN p.from_minute < p.to_minute
                    THEN t.minute >= p.from_minute AND t.minute < p.to_minute
                    ELSE t.minute >= p.from_minute OR t.minute < p.to_minute END
         ORDER BY p.meter, p.project = '', p.organization = '', p.tier = '',
                  (p.days, p.from_minute, p.to_minute) = (127, 0, 1440), p.above_input DESC),
    own AS (
        SELECT max(unit_price) FILTER (WHERE meter = 1) AS input, max(unit_price) FILTER (WHERE meter = 2) AS cache_read,
               max(unit_price) FILTER (WHERE meter = 3) AS cache_write, max(unit_price) FILTER (WHERE meter = 4) AS output,
               max(unit_price) FILTER (WHERE meter = 5) AS reasoning,
               coalesce(max(best.tier) FILTER (WHERE meter = 1), max(best.tier) FILTER (WHERE meter = 4)) AS tier
          FROM best),
    counted AS (
        SELECT own.tier, e.input_uncached AS a, own.input AS pa, e.cache_read AS b, coalesce(own.cache_read, own.input) AS pb,
               e.cache_write AS c, coalesce(own.cache_write, own.input) AS pc,
               e.output - r.apart AS d, own.output AS pd, r.apart AS f, own.reasoning AS pf
          FROM own, LATERAL (SELECT CASE WHEN own.reasoning IS NULL THEN 0 ELSE e.reasoning END AS apart) AS r)
    SELECT CASE WHEN priced THEN counted.tier END,
           CASE WHEN priced THEN coalesce(rated_nano(a, pa), 0) ELSE 0 END,
           CASE WHEN priced THEN coalesce(rated_nano(b, pb), 0) ELSE 0 END,
           CASE WHEN priced THEN coalesce(rated_nano(c, pc), 0) ELSE 0 END,
           CASE WHEN priced THEN coalesce(rated_nano(d, pd), 0) ELSE 0 END,
           CASE WHEN priced THEN coalesce(rated_nano(f, pf), 0) ELSE 0 END
      FROM counted, LATERAL (
           SELECT (pa IS NOT NULL OR pd IS NOT NULL) AND (a = 0 OR pa IS NOT NULL) AND (b = 0 OR pb IS NOT NULL)
              AND (c = 0 OR pc IS NOT NULL) AND (d = 0 OR pd IS NOT NULL) AS priced) AS verdict
$$;
