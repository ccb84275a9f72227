-- SPDX-License-Identifier: Apache-2.0
-- Budgets and limits, and the slices of them that gateways hold (docs/adr/0007-leases.md).

-- scope: 1 organization, 2 project, 3 key, 4 agent. unit: a currency, 'token' or 'uj'; of limits
-- 'requests_per_minute', 'tokens_per_minute' or 'concurrency', which have no time frame.
-- frame: 0 none, 1 calendar day, 2 calendar month (UTC), 3 rolling, over frame_us. What an administrator set, so it
-- is updated; what was granted and spent under it is on the ledger.
CREATE TABLE budget (
    id       text PRIMARY KEY CHECK (id <> ''),
    scope    smallint NOT NULL CHECK (scope BETWEEN 1 AND 4),
    scope_id text NOT NULL CHECK (scope_id <> ''),
    unit     text NOT NULL,
    amount   bigint NOT NULL CHECK (amount >= 0),
    frame    smallint NOT NULL CHECK (frame BETWEEN 0 AND 3),
    frame_us bigint NOT NULL CHECK ((frame = 3) = (frame_us > 0)),
    hard     boolean NOT NULL,
    set_at   timestamptz NOT NULL
);

-- The newest incarnation of each gateway; those before it are fenced.
CREATE TABLE gateway_epoch (
    gateway_id text PRIMARY KEY,
    epoch      bigint NOT NULL CHECK (epoch > 0),
    began_at   timestamptz NOT NULL
);

-- One lease; id is that of its pending transfer. owner is the budget's account, budget and time frame. ends_at: when
-- the gateway stops spending, brought forward when it releases the lease. Progress of a lease, so it is updated;
-- what moved is in transfer.
CREATE TABLE lease (
    id          uuid PRIMARY KEY,
    budget_id   text NOT NULL,
    owner       text NOT NULL,
    unit        text NOT NULL,
    gateway_id  text NOT NULL,
    epoch       bigint NOT NULL,
    amount      bigint NOT NULL CHECK (amount > 0),
    spent       bigint NOT NULL DEFAULT 0 CHECK (spent BETWEEN 0 AND amount),
    -- Came too late or beyond the amount: booked from the budget's overrun account.
    overrun     bigint NOT NULL DEFAULT 0 CHECK (overrun >= 0),
    granted_at  timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    -- The latest instant at which what is left returns, whether or not the gateway has settled.
    due_at      timestamptz NOT NULL,
    resolved_at timestamptz,
    CHECK (due_at >= ends_at)
);
CREATE INDEX lease_unresolved ON lease (ends_at) WHERE resolved_at IS NULL;
CREATE INDEX lease_of_budget ON lease (owner, ends_at);

-- What a request said it spent of a lease, and where it was booked. late: not from the lease, which had ended or was
-- exceeded. fenced: by an incarnation that had a successor.
CREATE TABLE lease_use (
    booking_id bigint NOT NULL,
    request_id uuid NOT NULL,
    ordinal    integer NOT NULL,
    lease_id   uuid NOT NULL,
    budget_id  text NOT NULL,
    unit       text NOT NULL,
    amount     bigint NOT NULL CHECK (amount >= 0),
    late       bigint NOT NULL CHECK (late BETWEEN 0 AND amount),
    fenced     boolean NOT NULL,
    PRIMARY KEY (request_id, ordinal)
);
CREATE INDEX lease_use_of_booking ON lease_use (booking_id);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON lease_use
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The slice of a limit that a gateway may use until it expires.
CREATE TABLE limit_slice (
    budget_id  text NOT NULL,
    gateway_id text NOT NULL,
    amount     bigint NOT NULL CHECK (amount >= 0),
    demand     bigint NOT NULL CHECK (demand >= 0),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (budget_id, gateway_id)
);
