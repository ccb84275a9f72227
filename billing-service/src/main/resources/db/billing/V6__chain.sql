-- SPDX-License-Identifier: Apache-2.0
-- The hash chain over bookings (docs/adr/0004-ledger.md).

-- Public keys of those who sealed. id is the SHA-256 of the key.
CREATE TABLE chain_key (
    id         bytea PRIMARY KEY CHECK (length(id) = 32),
    encoded    bytea NOT NULL,
    first_used timestamptz NOT NULL DEFAULT now()
);

-- format says which columns a row's line has: io.wattmill.billing.seal.ChainedTable. The block holds every booking
-- of its cluster whose transaction is in [from_xid, to_xid): all of them had ended when it was sealed.
CREATE TABLE ledger_block (
    number      bigint PRIMARY KEY CHECK (number > 0),
    format      smallint NOT NULL CHECK (format > 0),
    cluster     bigint NOT NULL,
    from_xid    bigint NOT NULL,
    to_xid      bigint NOT NULL CHECK (to_xid > from_xid),
    bookings    bigint NOT NULL CHECK (bookings > 0),
    rows        bigint NOT NULL CHECK (rows >= bookings),
    merkle_root bytea NOT NULL CHECK (length(merkle_root) = 32),
    previous    bytea NOT NULL UNIQUE CHECK (length(previous) = 32),
    hash        bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    sealed_at   timestamptz NOT NULL,
    key_id      bytea REFERENCES chain_key,
    signature   bytea,
    CHECK ((key_id IS NULL) = (signature IS NULL))
);
CREATE INDEX ledger_block_of_cluster ON ledger_block (cluster, to_xid);
-- A transaction has one booking: a block's end would cut between two.
CREATE UNIQUE INDEX booking_by_transaction ON booking (cluster, xid);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON chain_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An instant in the text of a line: epoch microseconds, whatever the session's time zone.
CREATE FUNCTION epoch_us(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT ((extract(epoch FROM at) * 1000000)::bigint)::text
$$;
