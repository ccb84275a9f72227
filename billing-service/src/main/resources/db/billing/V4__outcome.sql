-- SPDX-License-Identifier: Apache-2.0
-- What came of a request, as its owner reports it. A later report is a row of its own; the highest revision counts.
CREATE TABLE outcome (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id  uuid NOT NULL REFERENCES usage_event,
    revision    integer NOT NULL CHECK (revision > 0),
    key_id      text NOT NULL,
    success     boolean NOT NULL,
    score       numeric(12,6),
    -- In the currency of the request's price book.
    value_nano  bigint,
    label       text NOT NULL,
    reported_at timestamptz NOT NULL,
    UNIQUE (request_id, revision)
);

CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON outcome
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
