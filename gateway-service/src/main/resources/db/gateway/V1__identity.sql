-- SPDX-License-Identifier: Apache-2.0
-- Who may call the gateway. Keys are stored as HMAC-SHA-256(pepper, key); the pepper is not in this database.

CREATE TABLE organization (
    id         text PRIMARY KEY CHECK (id <> ''),
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE project (
    id              text PRIMARY KEY CHECK (id <> ''),
    organization_id text NOT NULL REFERENCES organization (id),
    name            text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_key (
    id         text PRIMARY KEY CHECK (id <> ''),
    project_id text NOT NULL REFERENCES project (id),
    name       text NOT NULL,
    hash       bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    prefix     text NOT NULL,
    last_four  text NOT NULL CHECK (length(last_four) = 4),
    scopes     text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    expires_at timestamptz
);

-- Grows with every change of identity, so that a gateway can see cheaply whether it knows all.
CREATE TABLE identity_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision bigint NOT NULL
);

INSERT INTO identity_revision (revision) VALUES (1);

CREATE FUNCTION bump_identity_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE gateway.identity_revision SET revision = revision + 1;
    RETURN NULL;
END
$$;

CREATE TRIGGER api_key_changed
    AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON api_key
    FOR EACH STATEMENT EXECUTE FUNCTION bump_identity_revision();

CREATE TRIGGER project_changed
    AFTER UPDATE OR DELETE ON project
    FOR EACH STATEMENT EXECUTE FUNCTION bump_identity_revision();
