-- SPDX-License-Identifier: Apache-2.0
-- The order of a node's meter reports: by the runs of its agent and their sequence, whatever the agent's clock does
-- (docs/adr/0024-health-and-backlogs.md).

-- observed_at, here and in the tables of readings and windows, is the books' time: it never falls. said_at is what the
-- agent's own clock said in the newest report.
ALTER TABLE meter_node ADD COLUMN said_at timestamptz NOT NULL DEFAULT 'epoch';
UPDATE meter_node SET said_at = observed_at;

-- Runs of agents that reported. A run that is not here is a new one; what comes from one that another has followed is
-- late, or comes again. began_at: the books' time of its first report.
CREATE TABLE meter_run (
    node_id  text NOT NULL REFERENCES meter_node,
    boot_id  text NOT NULL,
    began_at timestamptz NOT NULL,
    PRIMARY KEY (node_id, boot_id)
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON meter_run
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Those that reported so far, from run to run by the primary key of readings, of which there are too many to read.
INSERT INTO meter_run
    WITH RECURSIVE run AS (
        (SELECT node_id, boot_id, observed_at FROM meter_reading ORDER BY node_id, boot_id, sequence LIMIT 1)
        UNION ALL
        SELECT n.* FROM run r CROSS JOIN LATERAL (
               SELECT node_id, boot_id, observed_at FROM meter_reading m
                WHERE (m.node_id, m.boot_id) > (r.node_id, r.boot_id) ORDER BY node_id, boot_id, sequence LIMIT 1) n)
    SELECT node_id, boot_id, observed_at FROM run;
INSERT INTO meter_run SELECT node_id, boot_id, observed_at FROM meter_node WHERE boot_id <> '' ON CONFLICT DO NOTHING;
