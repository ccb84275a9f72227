-- SPDX-License-Identifier: Apache-2.0
-- The joules side of reconciliation: device counters and kWh meters (docs/adr/0010-reconciliation.md).

-- What a window is of. scope: 1 an engine, 2 a node's devices and hosts, 3 a node's kWh meter, 4 a zone's, whose name
-- is node_id then. engine_id is '' but for engines.
ALTER TABLE reconciliation
    ADD COLUMN scope smallint NOT NULL DEFAULT 1 CHECK (scope BETWEEN 1 AND 4),
    ADD CHECK (scope = 1 OR engine_id = ''),
    DROP CONSTRAINT reconciliation_node_id_engine_id_started_at_revision_key,
    ADD UNIQUE (node_id, engine_id, scope, started_at, revision);
CREATE OR REPLACE VIEW reconciliation_current AS
    SELECT DISTINCT ON (node_id, engine_id, scope, started_at) *
      FROM reconciliation ORDER BY node_id, engine_id, scope, started_at, revision DESC;

-- measure: 5 device microjoules, 6 host microjoules, 7 microjoules of a kWh meter.
ALTER TABLE reconciliation_line
    DROP CONSTRAINT reconciliation_line_measure_check, ADD CHECK (measure BETWEEN 1 AND 7);

-- Readings and windows by time: a window of a node goes from reading to reading.
CREATE INDEX meter_reading_of_source ON meter_reading (node_id, source_id, host, observed_at);
CREATE INDEX meter_quarantine_of_source ON meter_quarantine (node_id, source_id, observed_at);
CREATE INDEX energy_window_of_node ON energy_window (node_id, ended_at);

-- Imported hours of kWh meters. scope: 3 of a node, 4 of a zone. boundary: 1 devices and hosts (IT), 2 the facility.
-- The highest revision counts. Evidence, not a booking: no cost is made from it, so it is not on the chain.
CREATE TABLE meter_hour (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope         smallint NOT NULL CHECK (scope IN (3, 4)),
    name          text NOT NULL,
    hour          timestamptz NOT NULL CHECK (extract(epoch FROM hour)::bigint % 3600 = 0),
    revision      integer NOT NULL CHECK (revision > 0),
    boundary      smallint NOT NULL CHECK (boundary IN (1, 2)),
    kwh           numeric(24,15) NOT NULL CHECK (kwh >= 0),
    tolerance_ppm bigint NOT NULL CHECK (tolerance_ppm BETWEEN 0 AND 1000000),
    imported_at   timestamptz NOT NULL,
    UNIQUE (scope, name, hour, revision)
);

-- What a reconciled hour of a kWh meter was made from. low_uj and high_uj: the ledger's joules in the hour, of which
-- windows across its ends have a part that is known within readings.
CREATE TABLE reconciliation_meter (
    reconciliation_id bigint PRIMARY KEY REFERENCES reconciliation,
    meter_hour_id     bigint NOT NULL REFERENCES meter_hour,
    device_uj         bigint NOT NULL CHECK (device_uj >= 0),
    host_uj           bigint NOT NULL CHECK (host_uj >= 0),
    facility_uj       bigint NOT NULL CHECK (facility_uj >= 0),
    low_uj            bigint NOT NULL,
    high_uj           bigint NOT NULL CHECK (high_uj >= low_uj)
);

-- Imported hours that must be reconciled, or again: a work queue, not a record.
CREATE TABLE meter_due (
    scope    smallint NOT NULL,
    name     text NOT NULL,
    hour     timestamptz NOT NULL,
    tried_at timestamptz NOT NULL DEFAULT 'epoch',
    PRIMARY KEY (scope, name, hour)
);
-- Up to which booking costs were looked for. A place in a queue.
CREATE TABLE meter_seen (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    booking_id bigint NOT NULL
);
INSERT INTO meter_seen (booking_id) SELECT coalesce(max(id), 0) FROM booking;
GRANT UPDATE, DELETE ON meter_due TO wattmill_billing_service;
GRANT UPDATE ON meter_seen TO wattmill_billing_service;

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_hour
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON reconciliation_meter
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
