-- SPDX-License-Identifier: Apache-2.0
-- What a token's joules are made of, by which requests share the steps of a batch (docs/adr/0025-shares.md). A table of
-- its own for the reason of V19: windows of before have none, and one price for a token whatever ran beside it.

-- One row per window of an engine whose coefficients tell them apart: microjoules of a step whatever is in it, and those
-- that each token adds.
CREATE TABLE energy_window_step (
    window_id bigint PRIMARY KEY REFERENCES energy_window,
    step_uj   bigint NOT NULL CHECK (step_uj >= 0),
    token_uj  bigint NOT NULL CHECK (token_uj >= 0)
);
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON energy_window_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

COMMENT ON COLUMN billing_views.requests.decode_joules IS
    'Device joules of making the output: of its tokens, and an even part of each step that it shared with others.';
