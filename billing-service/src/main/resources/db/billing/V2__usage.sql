-- SPDX-License-Identifier: Apache-2.0
-- What was used: one row per client request, the price book it was rated with, and what could not be booked.

-- One configured price book. valid says when it is the one in force; a new version closes the one before it.
CREATE TABLE rate_card (
    version                   integer PRIMARY KEY CHECK (version > 0),
    currency                  text NOT NULL,
    valid                     tstzrange NOT NULL,
    host_share_ppm            bigint NOT NULL CHECK (host_share_ppm >= 0),
    pue_ppm                   bigint NOT NULL CHECK (pue_ppm >= 1000000),
    carbon_ug_per_kwh         bigint NOT NULL CHECK (carbon_ug_per_kwh >= 0),
    electricity_price_per_kwh numeric(24,15) NOT NULL CHECK (electricity_price_per_kwh >= 0),
    EXCLUDE USING gist (valid WITH &&)
);

-- Currency per token, exact. meter: 1 uncached input, 2 cache read, 3 cache write, 4 output.
CREATE TABLE price (
    version    integer NOT NULL REFERENCES rate_card,
    model      text NOT NULL,
    tier       text NOT NULL,
    meter      smallint NOT NULL CHECK (meter BETWEEN 1 AND 4),
    unit_price numeric(24,15) NOT NULL CHECK (unit_price >= 0),
    PRIMARY KEY (version, model, tier, meter)
);

-- tokens x unit price in nano-units, rounded half to even: the second opinion that B-I8 compares with the Java one.
CREATE FUNCTION rated_nano(tokens bigint, unit_price numeric) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT (floor(x) + CASE WHEN x - floor(x) > 0.5 OR (x - floor(x) = 0.5 AND mod(floor(x), 2) = 1)
                            THEN 1 ELSE 0 END)::bigint
    FROM (SELECT tokens * unit_price * 1000000000 AS x) AS exact
$$;

-- outcome and usage_source hold the numbers of the enums in ledger.proto.
CREATE TABLE usage_event (
    request_id              uuid PRIMARY KEY,
    content_hash            bytea NOT NULL,
    gateway_id              text NOT NULL,
    journal_id              text NOT NULL,
    journal_sequence        bigint NOT NULL CHECK (journal_sequence > 0),
    organization_id         text NOT NULL,
    project_id              text NOT NULL,
    key_id                  text NOT NULL,
    user_id                 text NOT NULL,
    agent                   text NOT NULL,
    session_id              text NOT NULL,
    run_id                  text NOT NULL,
    parent_id               text NOT NULL,
    label                   text NOT NULL,
    tier                    text NOT NULL,
    end_user                text NOT NULL,
    api                     text NOT NULL,
    model                   text NOT NULL,
    stream                  boolean NOT NULL,
    response_id             text NOT NULL,
    idempotency_key         text NOT NULL,
    admitted_at             timestamptz NOT NULL,
    first_token_at          timestamptz,
    ended_at                timestamptz NOT NULL,
    outcome                 smallint NOT NULL CHECK (outcome BETWEEN 1 AND 4),
    finish_reason           text NOT NULL,
    http_status             integer NOT NULL,
    error_code              text NOT NULL,
    input_uncached          bigint NOT NULL CHECK (input_uncached >= 0),
    cache_read              bigint NOT NULL CHECK (cache_read >= 0),
    cache_write             bigint NOT NULL CHECK (cache_write >= 0),
    output                  bigint NOT NULL CHECK (output >= 0),
    reasoning               bigint NOT NULL CHECK (reasoning >= 0),
    usage_source            smallint NOT NULL,
    waste_tokens            bigint NOT NULL CHECK (waste_tokens >= 0),
    max_output_tokens       bigint NOT NULL CHECK (max_output_tokens >= 0),
    -- The version and tier that billing rated with; NULL tier: no price, an alert was counted, nothing charged.
    price_version           integer NOT NULL REFERENCES rate_card,
    price_tier              text,
    currency                text NOT NULL,
    input_nano              bigint NOT NULL CHECK (input_nano >= 0),
    cache_read_nano         bigint NOT NULL CHECK (cache_read_nano >= 0),
    cache_write_nano        bigint NOT NULL CHECK (cache_write_nano >= 0),
    output_nano             bigint NOT NULL CHECK (output_nano >= 0),
    charged_nano            bigint NOT NULL,
    -- What the gateway told the caller.
    claimed_version         integer NOT NULL,
    claimed_nano            bigint NOT NULL,
    predicted_prefill_uj    bigint NOT NULL CHECK (predicted_prefill_uj >= 0),
    predicted_decode_uj     bigint NOT NULL CHECK (predicted_decode_uj >= 0),
    predicted_ttft_us       bigint NOT NULL,
    predicted_ttft_p90_us   bigint NOT NULL,
    predicted_tpot_us       bigint NOT NULL,
    -- wattmill.placement.v1.DecisionRecord: why this node.
    decision                bytea NOT NULL,
    settled_at              timestamptz NOT NULL DEFAULT now(),
    UNIQUE (journal_id, journal_sequence),
    CHECK (reasoning <= output),
    CHECK (admitted_at <= ended_at),
    CHECK (charged_nano = input_nano + cache_read_nano + cache_write_nano + output_nano)
);
CREATE INDEX usage_event_of_key ON usage_event (key_id, admitted_at DESC);
CREATE INDEX usage_event_of_project ON usage_event (project_id, ended_at);
CREATE INDEX usage_event_of_response ON usage_event (response_id) WHERE response_id <> '';
CREATE INDEX usage_event_by_time ON usage_event USING brin (ended_at);

CREATE TABLE usage_attempt (
    request_id     uuid NOT NULL,
    number         integer NOT NULL CHECK (number > 0),
    project_id     text NOT NULL,
    node_id        text NOT NULL,
    engine_id      text NOT NULL,
    engine_kind    text NOT NULL,
    started_at     timestamptz NOT NULL,
    first_token_at timestamptz,
    ended_at       timestamptz NOT NULL,
    outcome        smallint NOT NULL,
    input_uncached bigint NOT NULL CHECK (input_uncached >= 0),
    cache_read     bigint NOT NULL CHECK (cache_read >= 0),
    cache_write    bigint NOT NULL CHECK (cache_write >= 0),
    output         bigint NOT NULL CHECK (output >= 0),
    waste_tokens   bigint NOT NULL CHECK (waste_tokens >= 0),
    error          text NOT NULL,
    PRIMARY KEY (request_id, number),
    CHECK (started_at <= ended_at)
);
CREATE INDEX usage_attempt_of_engine ON usage_attempt (node_id, engine_id, ended_at);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON price
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Records that can never be booked: kept for a person, with the bytes that arrived.
CREATE TABLE usage_quarantine (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id       text NOT NULL,
    gateway_id       text NOT NULL,
    journal_id       text NOT NULL,
    journal_sequence bigint NOT NULL,
    code             text NOT NULL,
    message          text NOT NULL,
    content_hash     bytea NOT NULL,
    record           bytea NOT NULL,
    seen_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (journal_id, journal_sequence, content_hash)
);

-- How far each gateway's journal has come. Bookkeeping of the link, so it is updated.
CREATE TABLE gateway_journal (
    journal_id      text PRIMARY KEY,
    gateway_id      text NOT NULL,
    watermark_us    bigint NOT NULL,
    settled_through bigint NOT NULL,
    closed_through  bigint NOT NULL,
    seen_at         timestamptz NOT NULL
);

-- Running totals for usage.counters.v1, kept in the transaction that books the usage.
-- dimension: 1 model, 2 project.
CREATE TABLE usage_total (
    dimension      smallint NOT NULL,
    name           text NOT NULL,
    requests       bigint NOT NULL,
    completed      bigint NOT NULL,
    input_uncached bigint NOT NULL,
    cache_read     bigint NOT NULL,
    cache_write    bigint NOT NULL,
    output         bigint NOT NULL,
    reasoning      bigint NOT NULL,
    charged_nano   bigint NOT NULL,
    waste_tokens   bigint NOT NULL,
    PRIMARY KEY (dimension, name)
);
