-- SPDX-License-Identifier: Apache-2.0
-- What engines, gateways and kWh meters counted, held against the ledger (docs/adr/0010-reconciliation.md).

-- The newest counters of each engine. Bookkeeping of the link, so it is updated; what is kept is engine_reading.
CREATE TABLE engine_counter (
    node_id       text NOT NULL,
    engine_id     text NOT NULL,
    read_at       timestamptz NOT NULL,
    started_ms    bigint NOT NULL CHECK (started_ms >= 0),
    boot          bigint NOT NULL CHECK (boot > 0),
    requests      bigint NOT NULL CHECK (requests >= 0),
    prompt_tokens bigint NOT NULL CHECK (prompt_tokens >= 0),
    cached_tokens bigint NOT NULL CHECK (cached_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    in_flight     bigint NOT NULL CHECK (in_flight >= 0),
    PRIMARY KEY (node_id, engine_id)
);

-- Counters of an engine: the first ones read in each interval, and the last and first ones of each of its processes.
-- boot counts its processes as billing saw them; started_ms is 0 where the engine does not say when it began.
CREATE TABLE engine_reading (
    node_id       text NOT NULL,
    engine_id     text NOT NULL,
    read_at       timestamptz NOT NULL,
    started_ms    bigint NOT NULL,
    boot          bigint NOT NULL CHECK (boot > 0),
    requests      bigint NOT NULL CHECK (requests >= 0),
    prompt_tokens bigint NOT NULL CHECK (prompt_tokens >= 0),
    cached_tokens bigint NOT NULL CHECK (cached_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    in_flight     bigint NOT NULL CHECK (in_flight >= 0),
    PRIMARY KEY (node_id, engine_id, read_at)
);

-- What a gateway's process had closed, on each engine, up to a place of its journal: the first counts of each
-- interval. since_sequence names the process: where the journal stood when it began.
CREATE TABLE gateway_snapshot (
    journal_id       text NOT NULL,
    gateway_id       text NOT NULL,
    since_sequence   bigint NOT NULL CHECK (since_sequence >= 0),
    slot             bigint NOT NULL,
    through_sequence bigint NOT NULL CHECK (through_sequence >= since_sequence),
    taken_at         timestamptz NOT NULL,
    PRIMARY KEY (journal_id, since_sequence, slot)
);
CREATE TABLE gateway_count (
    journal_id     text NOT NULL,
    since_sequence bigint NOT NULL,
    slot           bigint NOT NULL,
    node_id        text NOT NULL,
    engine_id      text NOT NULL,
    requests       bigint NOT NULL CHECK (requests >= 0),
    prompt_tokens  bigint NOT NULL CHECK (prompt_tokens >= 0),
    cached_tokens  bigint NOT NULL CHECK (cached_tokens >= 0),
    output_tokens  bigint NOT NULL CHECK (output_tokens >= 0),
    PRIMARY KEY (journal_id, since_sequence, slot, node_id, engine_id)
);
CREATE INDEX gateway_snapshot_by_time ON gateway_snapshot (taken_at);

-- Attempts of which the engine did not say in the end what it made: what it may have counted at most, prompt and
-- output. 0 output: the request set no bound.
CREATE TABLE attempt_bound (
    request_id    uuid NOT NULL,
    number        integer NOT NULL,
    prompt_tokens bigint NOT NULL CHECK (prompt_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    estimated     boolean NOT NULL,
    PRIMARY KEY (request_id, number)
);

-- One reconciled window of an engine: from the first counters read at or after its start to those of the next one.
-- The highest revision counts: a later one was made because usage arrived that had not been heard of.
CREATE TABLE reconciliation (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id    text NOT NULL,
    engine_id  text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL CHECK (ended_at > started_at),
    revision   integer NOT NULL CHECK (revision > 0),
    from_at    timestamptz NOT NULL,
    to_at      timestamptz NOT NULL CHECK (to_at >= from_at),
    made_at    timestamptz NOT NULL,
    -- Foreign work was seen, of which a part may still be taken for work in flight.
    strangers  boolean NOT NULL,
    UNIQUE (node_id, engine_id, started_at, revision)
);
CREATE INDEX reconciliation_by_time ON reconciliation (started_at, node_id, engine_id);

-- measure: 1 requests, 2 prompt tokens, 3 cached tokens, 4 output tokens, 5 device microjoules.
-- carried_low and carried_high: what of work in flight at to_at the source had counted already, at least and at most.
CREATE TABLE reconciliation_line (
    reconciliation_id bigint NOT NULL REFERENCES reconciliation,
    measure           smallint NOT NULL CHECK (measure BETWEEN 1 AND 5),
    ledger            bigint NOT NULL,
    gateway           bigint NOT NULL,
    source            bigint NOT NULL,
    carried_low       bigint NOT NULL,
    carried_high      bigint NOT NULL CHECK (carried_high >= carried_low),
    PRIMARY KEY (reconciliation_id, measure)
);

-- Why they differ. side: 1 gateway - ledger, 2 source - ledger; the amounts of a side sum to the difference.
-- cause: io.wattmill.billing.reconcile.Cause.
CREATE TABLE reconciliation_cause (
    reconciliation_id bigint NOT NULL REFERENCES reconciliation,
    measure           smallint NOT NULL,
    side              smallint NOT NULL CHECK (side IN (1, 2)),
    cause             smallint NOT NULL CHECK (cause BETWEEN 1 AND 20),
    amount            bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (reconciliation_id, measure, side, cause)
);

-- What must be 0, and what somebody served beside the gateways.
CREATE INDEX reconciliation_alarm ON reconciliation_cause (cause) WHERE cause IN (6, 20);

-- Up to which booking late usage was looked for. A place in a queue, so it is updated.
CREATE TABLE reconciliation_seen (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    booking_id bigint NOT NULL
);
INSERT INTO reconciliation_seen (booking_id) SELECT coalesce(max(id), 0) FROM booking;

-- Where counters stand, and a place in a queue; what was read and what came of it is only added.
GRANT UPDATE ON engine_counter, reconciliation_seen TO wattmill_billing_service;

CREATE VIEW reconciliation_current AS
    SELECT DISTINCT ON (node_id, engine_id, started_at) *
      FROM reconciliation ORDER BY node_id, engine_id, started_at, revision DESC;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON engine_reading
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON gateway_snapshot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON gateway_count
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON attempt_bound
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation_cause
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
