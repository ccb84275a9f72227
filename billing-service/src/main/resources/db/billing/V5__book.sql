-- SPDX-License-Identifier: Apache-2.0
-- Bookings, and less to write for each request (docs/adr/0004-ledger.md).

-- One row per transaction that adds to the books. Everything that it adds carries its id, so that the hash chain
-- can be sealed over whole transactions. xid and cluster tell when a transaction is older than every open one;
-- a cluster restored from a dump counts its transactions anew and has another identifier.
-- kind: 1 settlement, 2 attribution, 3 lease, 4 outcome, 5 correction or adjustment.
CREATE TABLE booking (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
    source    text NOT NULL,
    xid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    cluster   bigint NOT NULL DEFAULT (pg_control_system()).system_identifier,
    booked_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO booking (kind, source) SELECT 5, 'before bookings'
    WHERE EXISTS (SELECT FROM transfer) OR EXISTS (SELECT FROM usage_event) OR EXISTS (SELECT FROM energy_share);

-- Accounts that many writers add to are kept in shards, each with its own row: the balance is their sum.
ALTER TABLE account ADD COLUMN shard smallint NOT NULL DEFAULT 0 CHECK (shard >= 0);
ALTER TABLE account DROP CONSTRAINT account_ledger_code_owner_unit_key;
ALTER TABLE account ADD UNIQUE (ledger, code, owner, unit, shard);

-- What is there belongs to the first booking.
ALTER TABLE transfer ADD COLUMN booking_id bigint NOT NULL DEFAULT 1;
ALTER TABLE transfer ALTER COLUMN booking_id DROP DEFAULT;
ALTER TABLE transfer DROP COLUMN seq, DROP COLUMN posted_at;
-- A transfer is caused by a request, by a window, or by its booking as a whole (tokens, leases, adjustments).
ALTER TABLE transfer DROP CONSTRAINT transfer_check1;
ALTER TABLE transfer ADD CHECK (num_nonnulls(event_id, window_id) <= 1);
CREATE INDEX transfer_of_booking ON transfer (booking_id);
CREATE INDEX transfer_of_event ON transfer (event_id) WHERE event_id IS NOT NULL;

-- Both sides of a transfer are columns of its row; entries are a way to look at them.
DROP TABLE entry;
CREATE VIEW entry AS
    SELECT id AS transfer_id, 0::smallint AS side, debit_account AS account_id, amount, kind, booking_id FROM transfer
    UNION ALL
    SELECT id, 1::smallint, credit_account, amount, kind, booking_id FROM transfer;

ALTER TABLE usage_event ADD COLUMN booking_id bigint NOT NULL DEFAULT 1;
ALTER TABLE usage_event ALTER COLUMN booking_id DROP DEFAULT, DROP COLUMN settled_at;
CREATE INDEX usage_event_of_booking ON usage_event (booking_id);
-- Half of what an event cost was indexes on text and a foreign key (measured: 26 us a row before, 14 us after).
-- Reports read by time; a version of the book that does not exist is found by B-I8; hashes narrow, text decides.
ALTER TABLE usage_event DROP CONSTRAINT usage_event_price_version_fkey,
    DROP CONSTRAINT usage_event_journal_id_journal_sequence_key;
ALTER TABLE usage_event ADD UNIQUE (journal_sequence, journal_id);
DROP INDEX usage_event_of_key, usage_event_of_project, usage_event_of_response;
CREATE INDEX usage_event_of_key ON usage_event (hashtext(key_id), admitted_at DESC);
CREATE INDEX usage_event_of_response ON usage_event (hashtext(response_id)) WHERE response_id <> '';
DROP INDEX usage_attempt_of_engine;
CREATE INDEX usage_attempt_of_engine ON usage_attempt (hashtext(node_id || '/' || engine_id), ended_at);

-- One row for all that a request took of a window, instead of one per kind. The row is there even when all is 0:
-- it says that the window took the request into account. Rows without a request hold what no request used.
CREATE TABLE share (
    window_id       bigint NOT NULL,
    ordinal         integer NOT NULL,
    request_id      uuid,
    attempt         integer,
    prefill_uj      bigint NOT NULL CHECK (prefill_uj >= 0),
    decode_uj       bigint NOT NULL CHECK (decode_uj >= 0),
    idle_uj         bigint NOT NULL CHECK (idle_uj >= 0),
    empty_uj        bigint NOT NULL CHECK (empty_uj >= 0),
    unattributed_uj bigint NOT NULL CHECK (unattributed_uj >= 0),
    booking_id      bigint NOT NULL,
    PRIMARY KEY (window_id, ordinal),
    CHECK ((request_id IS NULL) = (attempt IS NULL)),
    CHECK (CASE WHEN request_id IS NULL THEN prefill_uj + decode_uj + idle_uj ELSE empty_uj + unattributed_uj END = 0)
);
INSERT INTO share (window_id, ordinal, request_id, attempt, prefill_uj, decode_uj, idle_uj, empty_uj, unattributed_uj, booking_id)
    SELECT window_id, row_number() OVER (PARTITION BY window_id ORDER BY min(ordinal)) - 1, request_id, attempt,
           coalesce(sum(energy_uj) FILTER (WHERE kind = 1), 0), coalesce(sum(energy_uj) FILTER (WHERE kind = 2), 0),
           coalesce(sum(energy_uj) FILTER (WHERE kind = 3), 0), coalesce(sum(energy_uj) FILTER (WHERE kind = 4), 0),
           coalesce(sum(energy_uj) FILTER (WHERE kind = 5), 0), 1
      FROM energy_share GROUP BY window_id, request_id, attempt;
DROP TABLE energy_share;
ALTER TABLE share RENAME TO energy_share;
CREATE INDEX energy_share_of_request ON energy_share (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX energy_share_of_booking ON energy_share (booking_id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_share
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE outcome ADD COLUMN booking_id bigint NOT NULL DEFAULT 1;
ALTER TABLE outcome ALTER COLUMN booking_id DROP DEFAULT;
CREATE INDEX outcome_of_booking ON outcome (booking_id);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON booking
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
