-- SPDX-License-Identifier: Apache-2.0
-- Meters, the windows cut from them, and the shares that the windows were divided into. Energy: microjoules.

-- The newest report of each node. Bookkeeping of the link, so it is updated.
CREATE TABLE meter_node (
    node_id       text PRIMARY KEY,
    boot_id       text NOT NULL,
    last_sequence bigint NOT NULL,
    observed_at   timestamptz NOT NULL
);

-- One counter: a device or a host. total_uj is the unwrapped counter since billing first saw it; window_* is
-- where its last closed window ended. suspect_raw_uj: an implausible value that waits for a second opinion.
CREATE TABLE meter_source (
    node_id            text NOT NULL REFERENCES meter_node,
    source_id          text NOT NULL,
    host               boolean NOT NULL,
    last_raw_uj        bigint NOT NULL CHECK (last_raw_uj >= 0),
    total_uj           bigint NOT NULL CHECK (total_uj >= 0),
    observed_at        timestamptz NOT NULL,
    suspect_raw_uj     bigint,
    window_total_uj    bigint NOT NULL CHECK (window_total_uj BETWEEN 0 AND total_uj),
    window_at          timestamptz NOT NULL,
    window_quality_ppm bigint NOT NULL,
    PRIMARY KEY (node_id, source_id, host)
);

CREATE TABLE meter_reading (
    node_id     text NOT NULL,
    boot_id     text NOT NULL,
    sequence    bigint NOT NULL,
    source_id   text NOT NULL,
    host        boolean NOT NULL,
    method      text NOT NULL,
    observed_at timestamptz NOT NULL,
    raw_uj      bigint NOT NULL,
    total_uj    bigint NOT NULL CHECK (total_uj >= 0),
    power_mw    bigint NOT NULL,
    quality_ppm bigint NOT NULL,
    PRIMARY KEY (node_id, boot_id, sequence, source_id, host)
);

CREATE TABLE meter_quarantine (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id     text NOT NULL,
    boot_id     text NOT NULL,
    sequence    bigint NOT NULL,
    source_id   text NOT NULL,
    raw_uj      bigint NOT NULL,
    observed_at timestamptz NOT NULL,
    reason      text NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT now()
);

-- engine_id '' is a device that no engine claims. base power and coefficients are the agent's at the close.
CREATE TABLE energy_window (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id              text NOT NULL,
    engine_id            text NOT NULL,
    started_at           timestamptz NOT NULL,
    ended_at             timestamptz NOT NULL,
    energy_uj            bigint NOT NULL CHECK (energy_uj >= 0),
    quality_ppm          bigint NOT NULL,
    base_power_mw        bigint NOT NULL,
    prefill_uj_per_token bigint NOT NULL,
    decode_uj_per_token  bigint NOT NULL,
    CHECK (started_at < ended_at)
);
CREATE INDEX energy_window_of_engine ON energy_window (node_id, engine_id, ended_at);

CREATE TABLE energy_window_device (
    window_id      bigint NOT NULL REFERENCES energy_window,
    node_id        text NOT NULL,
    device_id      text NOT NULL,
    start_total_uj bigint NOT NULL,
    end_total_uj   bigint NOT NULL,
    energy_uj      bigint NOT NULL CHECK (energy_uj = end_total_uj - start_total_uj AND energy_uj >= 0),
    PRIMARY KEY (window_id, device_id)
);

-- Windows that wait for attribution: a work queue, not a record.
CREATE TABLE energy_pending (
    window_id bigint PRIMARY KEY REFERENCES energy_window,
    ended_at  timestamptz NOT NULL
);
CREATE INDEX energy_pending_by_end ON energy_pending (ended_at);

-- basis: 1 every gateway had settled the window's requests; 2 the deadline passed.
CREATE TABLE energy_attribution (
    window_id     bigint PRIMARY KEY REFERENCES energy_window,
    basis         smallint NOT NULL CHECK (basis IN (1, 2)),
    attributed_at timestamptz NOT NULL DEFAULT now()
);

-- kind: 1 prefill, 2 decode, 3 idle share (with a request); 4 empty, 5 unattributed (without). A request that was
-- in the window has an idle share row even when it is 0: the row says that the window took it into account.
CREATE TABLE energy_share (
    window_id  bigint NOT NULL,
    ordinal    integer NOT NULL,
    kind       smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),
    request_id uuid,
    attempt    integer,
    energy_uj  bigint NOT NULL CHECK (energy_uj >= 0),
    PRIMARY KEY (window_id, ordinal),
    CHECK ((kind <= 3) = (request_id IS NOT NULL AND attempt IS NOT NULL))
);
CREATE INDEX energy_share_of_request ON energy_share (request_id) WHERE request_id IS NOT NULL;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_reading
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_window
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_window_device
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_attribution
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_share
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
