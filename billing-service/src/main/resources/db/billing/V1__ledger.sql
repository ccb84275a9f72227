-- SPDX-License-Identifier: Apache-2.0
-- The double-entry ledger. Amounts are integers in the ledger's unit: 1 money (nano-units of a currency),
-- 2 tokens, 3 energy (microjoules). 4 cost and 5 carbon are reserved for rows of their own.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %: rows of the books are never changed; post an opposite entry', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

-- id is derived from (ledger, code, owner, unit) by io.wattmill.billing.account.Account, so that every writer
-- finds the same account without asking.
CREATE TABLE account (
    id             bigint PRIMARY KEY,
    ledger         smallint NOT NULL CHECK (ledger BETWEEN 1 AND 5),
    code           smallint NOT NULL,
    owner          text NOT NULL,
    unit           text NOT NULL,
    -- Bit 1: debits must not exceed credits (budgets and leases use it).
    flags          smallint NOT NULL DEFAULT 0,
    debits_pending  numeric(38,0) NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
    debits_posted   numeric(38,0) NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
    credits_pending numeric(38,0) NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
    credits_posted  numeric(38,0) NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
    opened_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (ledger, code, owner, unit),
    CHECK (flags & 1 = 0 OR debits_posted + debits_pending <= credits_posted)
);

-- kind: 0 single; 1 pending, 2 post, 3 void, 4 expire (leases), 5 correction. Only 0 is written so far.
-- seq orders rows for the blocks of the hash chain that will be sealed over them; gaps are allowed.
CREATE TABLE transfer (
    id             uuid PRIMARY KEY,
    seq            bigint GENERATED ALWAYS AS IDENTITY,
    kind           smallint NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 5),
    ledger         smallint NOT NULL,
    debit_account  bigint NOT NULL,
    credit_account bigint NOT NULL,
    amount         bigint NOT NULL CHECK (amount >= 0),
    event_id       uuid,
    window_id      bigint,
    pending_id     uuid,
    corrects_id    uuid,
    posted_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (debit_account <> credit_account),
    CHECK (num_nonnulls(event_id, window_id) = 1)
);
CREATE UNIQUE INDEX transfer_resolves_once ON transfer (pending_id) WHERE kind IN (2, 3, 4);

-- No foreign keys here: they would cost as much as the rows. The writer locks each account before it posts, and
-- B-I2 and B-I3 of /billing/verify look for orphans.
CREATE TABLE entry (
    transfer_id uuid NOT NULL,
    side        smallint NOT NULL CHECK (side IN (0, 1)),
    account_id  bigint NOT NULL,
    amount      bigint NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (transfer_id, side)
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
