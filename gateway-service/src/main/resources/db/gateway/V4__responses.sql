-- SPDX-License-Identifier: Apache-2.0
-- Responses that callers may ask for again and build on (docs/adr/0016-responses.md). The documents are the callers' own
-- words: nobody but their project reads them, and they go when they are deleted or old. No reference to the project: a
-- row is written for a key that was just let in, and must not wait for whoever changes its project.
CREATE TABLE response (
    id              text PRIMARY KEY CHECK (id <> ''),
    organization_id text NOT NULL,
    project_id      text NOT NULL,
    key_id          text NOT NULL,
    request_id      text NOT NULL,
    previous_id     text CHECK (previous_id <> ''),
    model           text NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    bytes           integer NOT NULL CHECK (bytes >= 0),
    response        bytea NOT NULL,
    input           bytea NOT NULL
);
CREATE INDEX response_project ON response (project_id, created_at DESC, id DESC) INCLUDE (bytes);
CREATE INDEX response_expiry ON response (expires_at);
