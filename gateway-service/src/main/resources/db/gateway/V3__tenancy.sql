-- SPDX-License-Identifier: Apache-2.0
-- Organizations, projects, agents and keys as people manage them (docs/adr/0013-identity.md). Nothing is deleted: what
-- was ended keeps its row, so that what was done with it can be read.

ALTER TABLE organization ADD COLUMN ended_at timestamptz;
ALTER TABLE project ADD COLUMN ended_at timestamptz;
CREATE INDEX project_organization ON project (organization_id);

-- A principal of its own: its keys speak as it, and end with it. Its owner answers for it: a person's name, or a key.
CREATE TABLE agent (
    id         text PRIMARY KEY CHECK (id <> ''),
    project_id text NOT NULL REFERENCES project (id),
    name       text NOT NULL,
    owner      text NOT NULL CHECK (owner <> ''),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    UNIQUE (id, project_id)
);
CREATE INDEX agent_project ON agent (project_id);

-- An empty list confines to nothing.
ALTER TABLE api_key
    ADD COLUMN agent_id       text,
    ADD COLUMN allowed_models text[] NOT NULL DEFAULT '{}',
    ADD COLUMN ip_ranges      cidr[] NOT NULL DEFAULT '{}',
    ADD COLUMN data_zone      text CHECK (data_zone <> ''),
    ADD COLUMN no_log         boolean NOT NULL DEFAULT false,
    ADD COLUMN created_by     text REFERENCES api_key (id),
    ADD COLUMN rotated_at     timestamptz,
    ADD FOREIGN KEY (agent_id, project_id) REFERENCES agent (id, project_id);
CREATE INDEX api_key_project ON api_key (project_id);
CREATE INDEX api_key_agent ON api_key (agent_id) WHERE agent_id IS NOT NULL;

-- The secret that a key had before its last rotation, while it goes on opening it: one at most.
CREATE TABLE former_secret (
    key_id  text PRIMARY KEY REFERENCES api_key (id),
    hash    bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    ends_at timestamptz NOT NULL
);

CREATE TRIGGER former_secret_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON former_secret
    FOR EACH STATEMENT EXECUTE FUNCTION bump_identity_revision();

CREATE TRIGGER agent_changed
    AFTER UPDATE OR DELETE ON agent
    FOR EACH STATEMENT EXECUTE FUNCTION bump_identity_revision();

CREATE TRIGGER organization_changed
    AFTER UPDATE OR DELETE ON organization
    FOR EACH STATEMENT EXECUTE FUNCTION bump_identity_revision();
