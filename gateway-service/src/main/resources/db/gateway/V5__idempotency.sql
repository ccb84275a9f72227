-- SPDX-License-Identifier: Apache-2.0
-- Idempotency keys (docs/adr/0017-idempotency.md). A row is a claim while its request runs, then the answer, for a
-- while. All of it is state: rows come and go.

CREATE TABLE idempotency (
    api_key_id    text NOT NULL,
    -- SHA-256 of the caller's key, and of API and body.
    name          bytea NOT NULL CHECK (octet_length(name) = 32),
    body          bytea NOT NULL CHECK (octet_length(body) = 32),
    project_id    text NOT NULL,
    request_id    uuid NOT NULL,
    -- The request that was cut off before this one.
    before        uuid,
    state         text NOT NULL DEFAULT 'running'
                  CHECK (state IN ('running', 'kept', 'too-large', 'project-full', 'no-memory')),
    gateway_id    text NOT NULL,
    -- Which start of that gateway: those before it are over.
    run_id        uuid NOT NULL,
    -- A claim stands until then; its gateway keeps it up.
    claimed_until timestamptz NOT NULL,
    keep_until    timestamptz NOT NULL,
    content_type  text,
    answer        bytea,
    bytes         bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),
    PRIMARY KEY (api_key_id, name),
    CHECK ((state = 'kept') = (answer IS NOT NULL AND content_type IS NOT NULL))
);
CREATE INDEX idempotency_running ON idempotency (request_id) WHERE state = 'running';
CREATE INDEX idempotency_keep_until ON idempotency (keep_until);
CREATE INDEX idempotency_project ON idempotency (project_id) INCLUDE (bytes);
