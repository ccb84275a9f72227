-- SPDX-License-Identifier: Apache-2.0
-- Host, facility, cost and carbon of attributed windows (docs/adr/0006-cost.md).

-- Where a window's node stands, and what its GPUs are: empty when the agent did not say.
ALTER TABLE energy_window ADD COLUMN zone text NOT NULL DEFAULT '';
ALTER TABLE energy_window_device ADD COLUMN gpu_type text NOT NULL DEFAULT '';
-- Which windows an imported hour touches.
CREATE INDEX energy_window_span ON energy_window USING gist (tstzrange(started_at, ended_at));

-- A window's part of its host's meters; none where the host has no meter.
CREATE TABLE energy_window_host (
    window_id bigint NOT NULL REFERENCES energy_window,
    node_id   text NOT NULL,
    source_id text NOT NULL,
    energy_uj bigint NOT NULL CHECK (energy_uj >= 0),
    PRIMARY KEY (window_id, source_id)
);

-- Imported hours. kind: 1 price (currency per kWh), 2 carbon (g per kWh), 3 PUE. The highest revision counts.
CREATE TABLE facility_hour (
    kind       smallint NOT NULL CHECK (kind BETWEEN 1 AND 3),
    zone       text NOT NULL,
    hour       timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    revision   integer NOT NULL CHECK (revision > 0),
    value      numeric(24,15) NOT NULL CHECK (value >= 0),
    booking_id bigint NOT NULL,
    PRIMARY KEY (kind, zone, hour, revision)
);
CREATE INDEX facility_hour_of_booking ON facility_hour (booking_id);

-- What an attributed window came to, and from what. A later revision replaces the one before: the lines of that one
-- are taken back by opposite ones. price_version names the constants that stand in for hours nobody imported.
CREATE TABLE window_cost (
    window_id                 bigint NOT NULL REFERENCES energy_window,
    revision                  integer NOT NULL CHECK (revision > 0),
    zone                      text NOT NULL,
    price_version             integer NOT NULL,
    currency                  text NOT NULL,
    host_metered              boolean NOT NULL,
    gpu_nano_per_hour         bigint NOT NULL CHECK (gpu_nano_per_hour >= 0),
    pue_ppm                   bigint NOT NULL CHECK (pue_ppm >= 1000000),
    carbon_ug_per_kwh         bigint NOT NULL CHECK (carbon_ug_per_kwh >= 0),
    electricity_price_per_kwh numeric(24,15) NOT NULL CHECK (electricity_price_per_kwh >= 0),
    host_uj                   bigint NOT NULL CHECK (host_uj >= 0),
    facility_uj               bigint NOT NULL CHECK (facility_uj >= 0),
    gpu_nano                  bigint NOT NULL CHECK (gpu_nano >= 0),
    electricity_nano          bigint NOT NULL CHECK (electricity_nano >= 0),
    carbon_ug                 bigint NOT NULL CHECK (carbon_ug >= 0),
    booking_id                bigint NOT NULL,
    PRIMARY KEY (window_id, revision)
);
CREATE INDEX window_cost_of_booking ON window_cost (booking_id);

-- The part of each row of energy_share, by its window and ordinal. sign: 1 booked, -1 taken back; sign x amount sums
-- to what counts. bearer: 1 a request's project, 2 a project that keeps the node, 3 empty, 4 unattributed.
CREATE TABLE cost_line (
    window_id        bigint NOT NULL,
    ordinal          integer NOT NULL,
    revision         integer NOT NULL CHECK (revision > 0),
    sign             smallint NOT NULL CHECK (sign IN (1, -1)),
    bearer           smallint NOT NULL CHECK (bearer BETWEEN 1 AND 4),
    owner            text NOT NULL,
    quality_ppm      bigint NOT NULL,
    host_uj          bigint NOT NULL CHECK (host_uj >= 0),
    facility_uj      bigint NOT NULL CHECK (facility_uj >= 0),
    gpu_nano         bigint NOT NULL CHECK (gpu_nano >= 0),
    electricity_nano bigint NOT NULL CHECK (electricity_nano >= 0),
    carbon_ug        bigint NOT NULL CHECK (carbon_ug >= 0),
    booking_id       bigint NOT NULL,
    PRIMARY KEY (window_id, ordinal, revision, sign)
);
CREATE INDEX cost_line_of_booking ON cost_line (booking_id);

-- Windows whose cost must be made, or made again: a work queue, not a record.
CREATE TABLE cost_due (window_id bigint PRIMARY KEY REFERENCES energy_window);
INSERT INTO cost_due SELECT window_id FROM energy_attribution;

-- What x-wattmill-run joins: the requests of one piece of work.
CREATE INDEX usage_event_of_run ON usage_event (hashtext(project_id || '/' || run_id)) WHERE run_id <> '';

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_window_host
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON facility_hour
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON window_cost
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON cost_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
